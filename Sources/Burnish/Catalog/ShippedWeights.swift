import BurnishCore
import BurnishFilters
import Foundation

/// The weight files that come with the package, found without any path.
///
/// A file is named after its model and its variant: `fdkn-x8.safetensors`, `fdkn-noise.safetensors`,
/// `rbdn-colorize-lab.safetensors`.
public struct ShippedWeights: Sendable {
  /// One shipped file.
  public struct Entry: Sendable, Hashable {
    /// The name by which a user asks for the model: `fdkn`.
    public let name: String
    /// What the model is for, as `Purpose.variant` has it: `x8`, `noise`.
    public let variant: String
    public let path: String

    /// What follows `colorize-` in the variant of a model for colorization: `lab`.
    var colors: String? {
      let prefix = "colorize-"
      return variant.hasPrefix(prefix) ? String(variant.dropFirst(prefix.count)) : nil
    }

    /// The name by which a user asks for the model, and what it is for: `fdkn` and `x8`, `rbdn-lab` and `colorize`.
    public var title: (name: String, purpose: String) {
      colors.map { ("\(name)-\($0)", "colorize") } ?? (name, variant)
    }

    /// How many times larger the model makes each side, if that is what it is for.
    public var factor: Int? { variant.first == "x" ? Int(variant.dropFirst()) : nil }

    /// The standard deviation of the noise on images alone that the model is for, if it is for one.
    public var strength: Int? {
      variant.hasPrefix("sigma") ? Int(variant.dropFirst("sigma".count)) : nil
    }
  }

  /// The files in the order of their names and variants.
  public let entries: [Entry]
  /// Those of them that were opened for their cards.
  private let files: OpenWeightFiles

  /// The weights in the first of the places where an installation may keep them.
  ///
  /// - Throws: ``Failure`` of the kind `noInput` where there are none, naming where they belong.
  public static func installed() throws(Failure) -> ShippedWeights {
    try installed(files: OpenWeightFiles())
  }

  /// - Parameter files: those that are open.
  static func installed(files: OpenWeightFiles) throws(Failure) -> ShippedWeights {
    for folder in folders {
      let found = ShippedWeights(folder: folder, files: files)
      if !found.entries.isEmpty { return found }
    }
    throw Failure(
      .noInput, "shipped weights", found: "there are none beside the program",
      wanted: "\(resources)/Weights beside it, or ../share/burnish/Weights")
  }

  /// The weight files in a folder; none where the folder is missing.
  public init(folder: String) { self.init(folder: folder, files: OpenWeightFiles()) }

  private init(folder: String, files: OpenWeightFiles) {
    self.files = files
    let names = FileSystem.names(in: folder) ?? []
    entries = names.compactMap { Entry(file: $0, in: folder) }.sorted {
      ($0.name, $0.factor ?? .max, $0.variant) < ($1.name, $1.factor ?? .max, $1.variant)
    }
  }

  /// What a file says about itself.
  ///
  /// - Throws: ``Failure`` of the kind `badData` where it has no card.
  func card(of entry: Entry) throws(Failure) -> ModelCard { try files.file(entry.path).card }
}

extension ShippedWeights.Entry {
  /// - Parameter file: the name of a file: `fdkn-x8.safetensors`, `rbdn-colorize-lab.safetensors`; no entry for
  ///   any other form.
  fileprivate init?(file: String, in folder: String) {
    func isWord(_ text: Substring) -> Bool {
      !text.isEmpty
        && text.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) }
    }
    let (ending, prefix) = (".safetensors", "colorize-")
    guard file.hasSuffix(ending) else { return nil }
    let stem = file.dropLast(ending.count)
    guard let dash = stem.firstIndex(of: "-") else { return nil }
    let (name, variant) = (stem[..<dash], stem[stem.index(after: dash)...])
    let word = variant.hasPrefix(prefix) ? variant.dropFirst(prefix.count) : variant
    guard isWord(name), isWord(word) else { return nil }
    self.init(name: String(name), variant: String(variant), path: "\(folder)/\(file)")
  }
}

extension ShippedWeights {
  /// The name of the folder that the build makes of this target's resources.
  private static var resources: String {
    #if os(Linux)
      "Burnish_Burnish.resources"
    #else
      "Burnish_Burnish.bundle"
    #endif
  }

  /// Where weights may lie: beside the program as it was started and as its links resolve, in the
  /// share folder of an installation, and in the sources that the program was built from.
  ///
  /// The accessor that SwiftPM generates ends the process where the bundle is missing, and knows
  /// nothing of an installation; a missing folder is no programmer's mistake.
  private static var folders: [String] {
    var starts = FileSystem.program.map { FileSystem.folder(of: FileSystem.absolute($0)) }
    // Programs with bundles of their own, such as those that run tests. On Linux Foundation looks for them in /proc, and
    // traps where there is none.
    #if os(Linux)
      let hasBundle = FileSystem.exists("/proc/self/exe")
    #else
      let hasBundle = true
    #endif
    if hasBundle {
      starts.append(Bundle.main.bundleURL.path)
      if let resourceURL = Bundle.main.resourceURL { starts.append(resourceURL.path) }
    }
    let folders = starts.flatMap { start in
      [
        FileSystem.path("\(resources)/Weights", in: start),
        FileSystem.path("share/burnish/Weights", in: FileSystem.folder(of: start)),
      ]
    }
    let sources = FileSystem.folder(of: FileSystem.folder(of: #filePath))
    return folders + [FileSystem.path("Weights", in: sources)]
  }
}
