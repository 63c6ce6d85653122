import Burnish
import BurnishData
import BurnishImages
import BurnishTensors

/// Degrades and restores a scene with exactly known depth and shows the results.
public struct Demonstration: Sendable {
  /// The result of a demonstration.
  public struct Outcome: Sendable {
    /// The guide, the low-resolution depth, both restorations, and the truth, each with an enlarged part.
    public var contactSheet: Image
    /// The size of the low-resolution depth map.
    public var lowSize: (width: Int, height: Int)
    /// Root mean square errors in millimeters.
    public var bicubicError, modelError: Double
  }

  public var model: JointModel
  public var factor: Int

  public init(model: JointModel, factor: Int) {
    self.model = model
    self.factor = factor
  }

  /// Renders the scene, degrades it by the model's protocol, restores it, and compares; the same in every run.
  public func run() throws -> Outcome {
    let view = SyntheticScene().view()
    let guide = Image(samples: view.color)
    let low = DepthMap(
      samples: model.protocol.reduced(view.depth, factor: factor), unit: .millimeters)
    let bicubic = try DepthUpsampler(.bicubic(model.protocol)).upsampledBlocking(low, guide: guide)
      .samples
    let restored = try DepthUpsampler(model).upsampledBlocking(low, guide: guide).samples
    let bicubicError = rootMeanSquareError(bicubic, view.depth)
    let modelError = rootMeanSquareError(restored, view.depth)

    let truth = DepthMap(samples: view.depth, unit: .millimeters)
    func panel(_ depth: Tensor, _ caption: String) -> ContactSheet.Panel {
      .init(ColorMap.turbo.image(of: depth, range: truth.range!), caption: caption)
    }
    func caption(_ name: String, _ error: Double) -> String {
      "\(name), RMSE \(Int(error.rounded())) mm"
    }
    let sheet = ContactSheet(
      [
        .init(guide, caption: "guide \(guide.width)x\(guide.height)"),
        panel(low.samples, "depth \(low.width)x\(low.height)"),
        panel(bicubic, caption("bicubic", bicubicError)),
        panel(restored, caption(model.name, modelError)),
        panel(view.depth, "true depth"),
      ], panelWidth: 256, zoom: .init(x: 300, y: 220, width: 240, height: 180))
    return Outcome(
      contactSheet: try sheet.rendered(),
      lowSize: (low.width, low.height), bicubicError: bicubicError, modelError: modelError)
  }
}
