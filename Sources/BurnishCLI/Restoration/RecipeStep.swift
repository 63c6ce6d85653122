import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors

/// One of the things that happened to an image, as a recipe names it.
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
  var kernel: String?
  var gaussian, disk: Double?
  /// Length and angle.
  var motion: [Double]?
  var border: Blur.Border
  /// Of a kernel's file: column and row of the sample that stands at the pixel.
  var origin: [Int]?
  var turn: Bool?

  var file: String? {
    get { kernel }
    set { kernel = newValue ?? kernel }
  }

  var fault: (key: String, value: String, wanted: String)? {
    let given = [
      ("kernel", kernel != nil), ("gaussian", gaussian != nil), ("disk", disk != nil),
      ("motion", motion != nil),
    ].filter(\.1).map(\.0)
    guard given.count == 1 else {
      return (
        "kernel", given.isEmpty ? "none" : "beside " + given.dropFirst().joined(separator: ", "),
        "one of kernel, gaussian, disk and motion"
      )
    }
    if let gaussian, !BlurKernel.standardDeviations.contains(gaussian) {
      return ("gaussian", "\(gaussian)", "a number in \(BlurKernel.standardDeviations.text)")
    }
    if let disk, !BlurKernel.radii.contains(disk) {
      return ("disk", "\(disk)", "a number in \(BlurKernel.radii.text)")
    }
    if let motion,
      motion.count != 2 || !BlurKernel.lengths.contains(motion[0])
        || !(-360...360).contains(motion[1])
    {
      return (
        "motion", "\(motion)",
        "a length in \(BlurKernel.lengths.text) and an angle in -360...360"
      )
    }
    if let origin, origin.count != 2 || origin.contains(where: { $0 < 0 }) {
      return ("origin", "\(origin)", "a column and a row, counted from 0")
    }
    if kernel == nil, origin != nil || turn != nil {
      return (origin != nil ? "origin" : "turn", "without a kernel", "a kernel's file")
    }
    return nil
  }

  func loaded() throws -> DegradationStep { .blur(try blurKernel(), border: border) }

  private func blurKernel() throws -> BlurKernel {
    if let gaussian { return .gaussian(standardDeviation: gaussian) }
    if let disk { return .disk(radius: disk) }
    if let motion { return .motion(length: motion[0], angle: motion[1]) }
    return try KernelFile(
      path: kernel!, origin: origin.map { .init(column: $0[0], row: $0[1]) },
      isTurned: turn ?? false
    ).load()
  }
}

private struct ReductionStep: RecipeStep {
  var factor: Double
  var resampling: ResamplingKernel?
  var dialect: ResamplingDialect?

  var fault: (key: String, value: String, wanted: String)? {
    guard (1...16).contains(factor) else {
      return ("factor", "\(factor)", "a number in 1...16")
    }
    let dialect = dialect ?? .matlab
    return dialect.fault(factor: factor, kernel: resampling ?? .bicubic).map { fault in
      let parts = fault.split(separator: "; expected ")
      return ("dialect", "\(dialect.rawValue), which \(parts[0])", String(parts[1]))
    }
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
    .holes(known: try Mask.known(in: InputImage.readInRange(mask), subject: mask), subject: mask)
  }
}

private struct CropStep: RecipeStep {
  var top, left, bottom, right: Int?

  /// What an image may be continued by. Its pixels have a say as far as the autoencoder's network reaches, some twenty
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
