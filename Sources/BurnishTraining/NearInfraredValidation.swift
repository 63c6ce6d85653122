import Burnish
import BurnishImages
import BurnishModels
import BurnishTensors

/// Measures a model on the central part of validation photographs. It filters each color channel with the
/// near-infrared guide, as the evaluation of whole photographs does.
struct NearInfraredValidation: JointValidation {
  /// The maximum side of the central part of a photograph.
  static let size = 256

  private let images: ImageValidation
  private let guides: [Tensor]

  init(frames: [StoredNearInfrared], degradation: Degradation) {
    images = ImageValidation(
      truths: frames.map { $0.color.samples.middle(size: Self.size) },
      degradation: degradation)
    guides = frames.map {
      Image(samples: $0.infrared.samples).inRGB().samples.middle(size: Self.size)
    }
  }

  var measure: ValidationMeasure { images.measure }
  var baselineScore: Double { images.baselineScore }

  func score(of model: any JointNetwork) -> Double {
    images.score { model.filter(channelsOf: $1, guide: guides[$0]) }
  }
}
