import BurnishCore
import BurnishFilters
import Foundation

/// The weight files that ship with the package. They are found without a path.
///
/// A file is named after its model and its variant: `fdkn-x8.safetensors`, `fdkn-noise.safetensors`,
/// `rbdn-colorize-lab.safetensors`.
public struct ShippedWeights: Sendable {
  /// One shipped file.
  public struct Entry: Sendable, Hashable {
    /// The name that a user gives for the model: `fdkn`.
    public let name: String
    /// The model's purpose, as in `Purpose.variant`: `x8`, `noise`.
    public let variant: String
    public let path: String

    /// The part after `colorize-` in the variant of a colorization model: `lab`.
    var colors: String? {
      let prefix = "colorize-"
      return variant.hasPrefix(prefix) ? String(variant.dropFirst(prefix.count)) : nil
    }

    /// The name that a user gives for the model, and its purpose: `fdkn` and `x8`, `rbdn-lab` and
    /// `colorize`.
    public var title: (name: String, purpose: String) {
      colors.map { ("\(name)-\($0)", "colorize") } ?? (name, variant)
    }

    /// The factor by which the model enlarges each side, if it is for upsampling.
    public var factor: Int? { variant.first == "x" ? Int(variant.dropFirst()) : nil }

    /// The standard deviation of the noise that the model is for, if it denoises without a guide.
    public var strength: Int? {
      variant.hasPrefix("sigma") ? Int(variant.dropFirst("sigma".count)) : nil
    }
  }

  /// The files, sorted by name and variant.
  public let entries: [Entry]
  /// The files that were opened for their cards.
  private let files: OpenWeightFiles

  /// The weights in the first possible folder of an installation that has some.
  ///
  /// - Throws: ``Failure`` of the kind `noInput` if there are no weights; it names the expected
  ///   folders.
  public static func installed() throws(Failure) -> ShippedWeights {
    try installed(files: OpenWeightFiles())
  }

  /// - Parameter files: the open files.
  static func installed(files: OpenWeightFiles) throws(Failure) -> ShippedWeights {
    for folder in folders {
      let found = ShippedWeights(folder: folder, files: files)
      if !found.entries.isEmpty { return found }
    }
    throw Failure(
      .noInput, "shipped weights", found: "there are none beside the program",
      wanted: "\(resources)/Weights beside it, or ../share/burnish/Weights")
  }

  /// The weight files in a folder; empty if the folder is missing.
  public init(folder: String) { self.init(folder: folder, files: OpenWeightFiles()) }

  private init(folder: String, files: OpenWeightFiles) {
    self.files = files
    let names = FileSystem.names(in: folder) ?? []
    entries = names.compactMap { Entry(file: $0, in: folder) }.sorted {
      ($0.name, $0.factor ?? .max, $0.variant) < ($1.name, $1.factor ?? .max, $1.variant)
    }
  }

  /// The model card of a file.
  ///
  /// - Throws: ``Failure`` of the kind `badData` if the file has no card.
  func card(of entry: Entry) throws(Failure) -> ModelCard { try files.file(entry.path).card }
}

extension ShippedWeights.Entry {
  /// - Parameter file: the name of a file: `fdkn-x8.safetensors`, `rbdn-colorize-lab.safetensors`;
  ///   other forms give `nil`.
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
  /// The name of the folder that the build creates for this target's resources.
  private static var resources: String {
    #if os(Linux)
      "Burnish_Burnish.resources"
    #else
      "Burnish_Burnish.bundle"
    #endif
  }

  /// The folders that may hold weights. They are beside the program, both its path and the target
  /// of its links. They are also in an installation's share folder and in the sources that the
  /// program was built from.
  ///
  /// SwiftPM's generated accessor is not used: it traps if the bundle is missing and does not know
  /// installations. A missing folder is not a programming error.
  private static var folders: [String] {
    var starts = FileSystem.program.map { FileSystem.folder(of: FileSystem.absolute($0)) }
    // Some programs have their own bundles, such as those that run tests. On Linux, Foundation
    // looks for them in /proc and traps if it is missing.
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
