import Burnish
import BurnishCore
import BurnishImages
import BurnishInverse

/// The degradations of an image, from a YAML file. Its files are relative to the recipe's folder.
public struct RestorationRecipe: Codable {
  /// The degraded image.
  public internal(set) var image: String
  /// The degradations in the order in which they happened.
  var degradations: [AnyRecipeStep]
  public internal(set) var sigma: NoiseStrength

  /// Reads the files that a recipe names.
  public struct Readers {
    /// Reads a blur's kernel. The parameters are its file, the place of the sample at the pixel,
    /// and whether it is stored rotated.
    public var kernel: (String, StoredKernel.Place?, Bool) throws -> BlurKernel
    /// Reads a mask, with samples in 0...1.
    public var image: (String) throws -> Image

    public init(
      image: @escaping (String) throws -> Image = { try Image.readInRange($0) },
      kernel: @escaping (String, StoredKernel.Place?, Bool) throws -> BlurKernel
    ) { (self.image, self.kernel) = (image, kernel) }
  }

  /// Reads a recipe.
  ///
  /// - Throws: ``Failure``: `noInput` if the file cannot be read. `badData` if it is not YAML,
  ///   lacks a key, or has an unknown key or a value out of range; the error names it.
  public static func read(_ path: String) throws(Failure) -> RestorationRecipe {
    let text = try TextFile.contents(of: path, limit: 1 << 20)
    var recipe = try StrictYAML.decode(
      RestorationRecipe.self, from: text, path: path, kind: "recipes of restorations",
      wanted: "a recipe as in Documentation/commands/restore.md")
    try recipe.check(path)
    let folder = FileSystem.folder(of: path)
    func beside(_ name: String) -> String { FileSystem.path(name, in: folder) }
    recipe.image = beside(recipe.image)
    for index in recipe.degradations.indices {
      recipe.degradations[index].step.file = recipe.degradations[index].step.file.map(beside)
    }
    return recipe
  }

  private func check(_ path: String) throws(Failure) {
    func refusal(_ found: String, wanted: String) -> Failure {
      Failure(.badData, path, found: found, wanted: wanted)
    }
    if degradations.isEmpty, sigma == .known(0) {
      throw refusal("no degradations and sigma: 0", wanted: "a degradation or noise")
    }
    for (index, degradation) in degradations.enumerated() {
      if let (key, value, wanted) = degradation.step.fault {
        throw refusal("degradations.\(index).\(key): \(value)", wanted: wanted)
      }
    }
    let losses = degradations.indices.filter { degradations[$0].kind == .channels }
    if losses.count > 1 {
      throw refusal(
        "degradations.\(losses[1]), which loses colors a second time",
        wanted: "one such step with what is kept in the end")
    }
    switch sigma {
    case .known(let sigma):
      // Compare the decimals: 0.001 is a different number in single precision.
      guard sigma == 0 || NoiseStrength.range.contains(Double(sigma.description)!) else {
        throw refusal("sigma: \(sigma)", wanted: NoiseStrength.wanted(orNone: true))
      }
    case .estimated:
      if let blind = degradations.first(where: { [.holes, .channels].contains($0.kind) }) {
        throw refusal(
          "sigma: \(NoiseStrength.word), with \(blind.kind)",
          wanted: "a number, as noise is not estimated where samples are missing")
      }
    }
  }

  /// The files that the degradations name.
  public var files: [String] { degradations.compactMap(\.step.file) }

  /// The degradations with their files' contents.
  ///
  /// - Throws: errors of the readers, and ``Failure`` of the kind `badData` for invalid masks.
  public func steps(by readers: Readers) throws -> [DegradationStep] {
    try degradations.map { try $0.step.loaded(by: readers) }
  }

  /// The kernels of blurs, by file.
  ///
  /// - Parameter steps: the steps that ``steps(by:)`` returned.
  public func kernels(of steps: [DegradationStep]) -> [String: BlurKernel] {
    var kernels: [String: BlurKernel] = [:]
    for (degradation, step) in zip(degradations, steps) {
      if case .blur(let kernel, _) = step, let path = degradation.step.file {
        kernels[path] = kernel
      }
    }
    return kernels
  }
}
