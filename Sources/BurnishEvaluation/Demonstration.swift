import Burnish
import BurnishImages
import BurnishTensors

/// The whole job on a scene whose depth is known exactly: degrade it, restore it, look at it.
public struct Demonstration: Sendable {
  /// What came out.
  public struct Outcome: Sendable {
    /// The guide, what was left of the depth, both restorations and both errors, with captions.
    public var contactSheet: Image
    /// The size of the low-resolution depth map.
    public var lowSize: (width: Int, height: Int)
    /// Root mean square errors in millimetres.
    public var bicubicError, modelError: Double
  }

  public var model: DepthModel
  public var factor: Int

  public init(model: DepthModel, factor: Int) {
    self.model = model
    self.factor = factor
  }

  /// Renders, degrades by the model's protocol, restores and compares; the same every time.
  public func run() throws -> Outcome {
    let view = SyntheticScene().view()
    let guide = Image(samples: view.colour)
    let low = DepthMap(
      samples: model.protocol.reduced(view.depth, factor: factor), unit: .millimetres)
    let bicubic = try DepthUpsampler(.bicubic(model.protocol)).upsampled(low, guide: guide).samples
    let restored = try DepthUpsampler(model).upsampled(low, guide: guide).samples
    let bicubicError = rootMeanSquareError(bicubic, view.depth)
    let modelError = rootMeanSquareError(restored, view.depth)

    var sheet = ContactSheet()
    func append(_ caption: String, _ picture: Tensor) {
      let (height, width) = (picture.shape[2] / 2, picture.shape[3] / 2)
      let half = resize(
        picture, height: height, width: width, kernel: .bilinear, dialect: .pillow, antialias: true)
      sheet.append(half, caption: caption)
    }
    let depths = view.depth.values
    let range = depths.min()!...depths.max()!
    func depthPicture(_ depth: Tensor) -> Tensor {
      FalseColour.depth.picture(of: depth, range: range)
    }
    func errorPicture(_ depth: Tensor) -> Tensor {
      FalseColour.error.picture(of: abs(depth - view.depth), range: 0...400)
    }
    let blocks = resize(
      low.samples, height: view.depth.shape[2], width: view.depth.shape[3], kernel: .nearest,
      dialect: .pillow, antialias: false)
    append("Colour guide \(guide.width)x\(guide.height)", view.colour)
    append("Bicubic: RMSE \(Int(bicubicError.rounded())) mm", depthPicture(bicubic))
    append("\(model.name): RMSE \(Int(modelError.rounded())) mm", depthPicture(restored))
    append("Depth \(low.width)x\(low.height)", depthPicture(blocks))
    append("Error of bicubic", errorPicture(bicubic))
    append("Error of \(model.name)", errorPicture(restored))
    return Outcome(
      contactSheet: Image(samples: sheet.picture(columns: 3)),
      lowSize: (low.width, low.height), bicubicError: bicubicError, modelError: modelError)
  }
}
