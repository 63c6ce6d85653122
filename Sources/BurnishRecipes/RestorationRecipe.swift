import Burnish
import BurnishCore
import BurnishImages
import BurnishInverse

/// What happened to an image, as a YAML file names it; files in it lie beside the recipe.
public struct RestorationRecipe: Codable {
  /// The image that was seen.
  public internal(set) var image: String
  /// In the order in which they happened.
  var degradations: [AnyRecipeStep]
  public internal(set) var sigma: NoiseStrength

  /// What reads the files that a recipe names.
  public struct Readers {
    /// A blur's kernel: its file, the place of the sample that stands at the pixel, and whether it is stored turned.
    public var kernel: (String, StoredKernel.Place?, Bool) throws -> BlurKernel
    /// A mask, with samples in 0...1.
    public var image: (String) throws -> Image

    public init(
      image: @escaping (String) throws -> Image = { try Image.readInRange($0) },
      kernel: @escaping (String, StoredKernel.Place?, Bool) throws -> BlurKernel
    ) { (self.image, self.kernel) = (image, kernel) }
  }

  /// Reads a recipe.
  ///
  /// - Throws: ``Failure``: `noInput` where the file cannot be read, `badData` where it is no YAML, lacks a key, has
  ///   one that such recipes do not have, or a value outside of its range, by name.
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
      // Through its decimals: 0.001 is not the same number in single precision.
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

  /// The degradations with what their files hold.
  ///
  /// - Throws: whatever the readers throw, and ``Failure`` of the kind `badData` for masks that are none.
  public func steps(by readers: Readers) throws -> [DegradationStep] {
    try degradations.map { try $0.step.loaded(by: readers) }
  }

  /// The kernels of blurs by their files.
  ///
  /// - Parameter steps: what ``steps(by:)`` made of the recipe.
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
