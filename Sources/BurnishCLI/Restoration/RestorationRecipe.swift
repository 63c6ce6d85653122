import Burnish
import BurnishImages
import BurnishTensors
import BurnishTraining
import Foundation

/// What happened to a picture, as a YAML file names it; files in it lie beside the recipe.
struct RestorationRecipe: Codable {
  /// The picture that was seen.
  var image: String
  /// In the order in which they happened.
  var degradations: [Step]
  var sigma: NoiseStrength

  enum Step {
    case blur(kernel: String, border: Blur.Border)
    case reduction(factor: Double)
    case sampling(factor: Int)
    case holes(mask: String)
  }

  /// Reads a recipe.
  ///
  /// - Throws: ``Failure``: `noInput` where the file cannot be read, `badData` where it is no YAML, lacks a key, has
  ///   one that such recipes do not have, or a value outside of its range, by name.
  static func read(_ path: String) throws(Failure) -> RestorationRecipe {
    let text = String(decoding: try InputFile.contents(of: path, limit: 1 << 20), as: UTF8.self)
    var recipe = try StrictYAML.decode(
      RestorationRecipe.self, from: text, path: path, kind: "recipes of restorations",
      wanted: "a recipe as 'burnish restore --help' has it")
    try recipe.check(path)
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    func beside(_ name: String) -> String { URL(fileURLWithPath: name, relativeTo: folder).path }
    recipe.image = beside(recipe.image)
    for (index, step) in recipe.degradations.enumerated() {
      switch step {
      case .blur(let kernel, let border):
        recipe.degradations[index] = .blur(kernel: beside(kernel), border: border)
      case .holes(let mask): recipe.degradations[index] = .holes(mask: beside(mask))
      case .reduction, .sampling: break
      }
    }
    return recipe
  }

  private func check(_ path: String) throws(Failure) {
    func demand(_ holds: Bool, _ found: String, _ wanted: String) throws(Failure) {
      if !holds { throw Failure(.badData, path, found: found, wanted: wanted) }
    }
    try demand(
      !degradations.isEmpty || sigma != .known(0), "no degradations and sigma: 0",
      "a degradation or noise")
    for (index, step) in degradations.enumerated() {
      switch step {
      case .reduction(let factor):
        try demand(
          (1...16).contains(factor), "degradations.\(index).factor: \(factor)",
          "a number in 1...16")
      case .sampling(let factor):
        try demand(
          (1...16).contains(factor), "degradations.\(index).factor: \(factor)", "1 to 16")
      case .blur, .holes: break
      }
    }
    if case .known(let sigma) = sigma, sigma != 0 {
      try demand(
        // Through its decimals: 0.001 is not the same number in single precision.
        NoiseStrength.range.contains(Double(sigma.description)!), "sigma: \(sigma)",
        NoiseStrength.wanted(orNone: true))
    }
    try demand(
      sigma != .estimated || !hasHoles, "sigma: \(NoiseStrength.word), with holes",
      "a number, as noise is not estimated in pictures with holes")
  }

  private var hasHoles: Bool {
    degradations.contains { if case .holes = $0 { true } else { false } }
  }

  /// The files that the degradations name.
  var files: [String] {
    degradations.compactMap { step in
      switch step {
      case .blur(let kernel, _): kernel
      case .holes(let mask): mask
      case .reduction, .sampling: nil
      }
    }
  }

  /// The degradations with what their files hold.
  func steps() throws -> [DegradationStep] {
    try degradations.map { step in
      switch step {
      case .blur(let kernel, let border): .blur(try KernelOptions.read(kernel), border: border)
      case .reduction(let factor): .reduction(factor: factor)
      case .sampling(let factor): .sampling(factor: factor)
      case .holes(let mask): .holes(known: try Mask.known(besides: mask), subject: mask)
      }
    }
  }
}

extension RestorationRecipe.Step: Codable {
  private enum Kind: String, NamedChoice { case blur, reduction, sampling, holes }

  private enum CodingKeys: String, CodingKey { case kind, kernel, border, factor, mask }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(Kind.self, forKey: .kind) {
    case .blur:
      self = .blur(
        kernel: try container.decode(String.self, forKey: .kernel),
        border: try container.decode(Blur.Border.self, forKey: .border))
    case .reduction: self = .reduction(factor: try container.decode(Double.self, forKey: .factor))
    case .sampling: self = .sampling(factor: try container.decode(Int.self, forKey: .factor))
    case .holes: self = .holes(mask: try container.decode(String.self, forKey: .mask))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .blur(let kernel, let border):
      try container.encode(Kind.blur, forKey: .kind)
      try container.encode(kernel, forKey: .kernel)
      try container.encode(border, forKey: .border)
    case .reduction(let factor):
      try container.encode(Kind.reduction, forKey: .kind)
      try container.encode(factor, forKey: .factor)
    case .sampling(let factor):
      try container.encode(Kind.sampling, forKey: .kind)
      try container.encode(factor, forKey: .factor)
    case .holes(let mask):
      try container.encode(Kind.holes, forKey: .kind)
      try container.encode(mask, forKey: .mask)
    }
  }
}

extension Blur.Border: NamedChoice {}

extension NoiseStrength: Codable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Float.self) {
      self = .known(number)
    } else if try container.decode(String.self) == Self.word {
      self = .estimated
    } else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "it is not \(Self.wanted(orNone: true))")
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .known(let sigma): try container.encode(sigma)
    case .estimated: try container.encode(Self.word)
    }
  }
}
