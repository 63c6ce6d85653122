import Burnish
import BurnishImages
import BurnishTensors
import BurnishTraining

/// One of the things that happened to a picture, as a recipe names it.
protocol RecipeStep: Codable {
  /// The file that it names, if one.
  var file: String? { get set }

  /// The first value that is out of range: its key, what it is, and what would do.
  var fault: (key: String, value: String, wanted: String)? { get }

  /// The step with what its file holds.
  func loaded() throws -> DegradationStep
}

extension RecipeStep {
  var file: String? {
    get { nil }
    set {}
  }

  var fault: (key: String, value: String, wanted: String)? { nil }
}

/// A step with its kind, which stand in one mapping.
struct AnyRecipeStep: Codable {
  enum Kind: String, NamedChoice {
    case blur, reduction, sampling, holes, crop, channels

    var type: any RecipeStep.Type {
      switch self {
      case .blur: BlurStep.self
      case .reduction: ReductionStep.self
      case .sampling: SamplingStep.self
      case .holes: HolesStep.self
      case .crop: CropStep.self
      case .channels: ChannelsStep.self
      }
    }
  }

  private enum CodingKeys: String, CodingKey { case kind }

  let kind: Kind
  var step: any RecipeStep

  init(from decoder: any Decoder) throws {
    kind = try decoder.container(keyedBy: CodingKeys.self).decode(Kind.self, forKey: .kind)
    step = try kind.type.init(from: decoder)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    try step.encode(to: encoder)
  }
}

private struct BlurStep: RecipeStep {
  var kernel: String
  var border: Blur.Border

  var file: String? {
    get { kernel }
    set { kernel = newValue ?? kernel }
  }

  func loaded() throws -> DegradationStep { .blur(try KernelOptions.read(kernel), border: border) }
}

private struct ReductionStep: RecipeStep {
  var factor: Double
  var resampling: ResamplingKernel?
  var dialect: ResamplingDialect?

  var fault: (key: String, value: String, wanted: String)? {
    (1...16).contains(factor) ? nil : ("factor", "\(factor)", "a number in 1...16")
  }

  func loaded() -> DegradationStep {
    .reduction(factor: factor, kernel: resampling ?? .bicubic, dialect: dialect ?? .matlab)
  }
}

private struct SamplingStep: RecipeStep {
  var factor: Int

  var fault: (key: String, value: String, wanted: String)? {
    (1...16).contains(factor) ? nil : ("factor", "\(factor)", "1 to 16")
  }

  func loaded() -> DegradationStep { .sampling(factor: factor) }
}

private struct HolesStep: RecipeStep {
  var mask: String

  var file: String? {
    get { mask }
    set { mask = newValue ?? mask }
  }

  func loaded() throws -> DegradationStep {
    .holes(known: try Mask.known(besides: mask), subject: mask)
  }
}

private struct CropStep: RecipeStep {
  var top, left, bottom, right: Int?

  /// What a picture may be continued by. Its pixels have a say as far as the autoencoder's network reaches, some twenty
  /// pixels; what is further out is made up from what is made up.
  private static let greatest = 100

  var fault: (key: String, value: String, wanted: String)? {
    let sides = [("top", top), ("left", left), ("bottom", bottom), ("right", right)]
    for (key, value) in sides {
      if let value, !(0...Self.greatest).contains(value) {
        return (key, "\(value)", "0 to \(Self.greatest)")
      }
    }
    let isSome = sides.contains { ($0.1 ?? 0) > 0 }
    return isSome
      ? nil : ("kind", "crop, of no rows and columns", "top, left, bottom or right above 0")
  }

  func loaded() -> DegradationStep {
    .crop(.init(top: top ?? 0, left: left ?? 0, bottom: bottom ?? 0, right: right ?? 0))
  }
}

private struct ChannelsStep: RecipeStep {
  enum Color: String, NamedChoice { case red, green, blue }

  var kept: [Color]

  var fault: (key: String, value: String, wanted: String)? {
    let isSome = (1...2).contains(kept.count) && Set(kept).count == kept.count
    let found = kept.isEmpty ? "none" : kept.map(\.rawValue).joined(separator: ", ")
    return isSome ? nil : ("kept", found, "one or two of red, green and blue")
  }

  func loaded() -> DegradationStep {
    .channels(kept.map { Color.allCases.firstIndex(of: $0)! })
  }
}

extension Blur.Border: NamedChoice {}
extension ResamplingKernel: NamedChoice {}
extension ResamplingDialect: NamedChoice {}
