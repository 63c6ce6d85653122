import BurnishTensors
import Foundation

/// The weight files that come with the package, found without any path.
///
/// A file is named after its model and its factor: `fdkn-x8.safetensors`.
public struct ShippedWeights: Sendable {
  /// One shipped file.
  public struct Entry: Sendable, Hashable {
    /// The name by which a user asks for the model: `fdkn`.
    public let name: String
    /// How many times larger the model makes each side.
    public let factor: Int
    public let path: String
  }

  /// The files in the order of their names and factors.
  public let entries: [Entry]

  /// The weights in the first of the places where an installation may keep them.
  ///
  /// - Throws: ``Failure`` of the kind `noInput` where there are none, naming where they belong.
  public static func installed() throws(Failure) -> ShippedWeights {
    for folder in folders {
      let found = ShippedWeights(folder: folder)
      if !found.entries.isEmpty { return found }
    }
    throw Failure(
      .noInput, "shipped weights", found: "there are none beside the program",
      wanted: "\(resources)/Weights beside it, or ../share/burnish/Weights")
  }

  /// The weight files in a folder; none where the folder is missing.
  public init(folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    entries = names.compactMap { file in
      guard let match = file.wholeMatch(of: /([a-z0-9]+)-x([0-9]+)\.safetensors/),
        let factor = Int(match.2)
      else { return nil }
      return Entry(name: String(match.1), factor: factor, path: "\(folder)/\(file)")
    }.sorted { ($0.name, $0.factor) < ($1.name, $1.factor) }
  }

  /// The file of a model.
  ///
  /// - Throws: ``Failure`` of the kind `usage` where no file fits, saying which do.
  public func entry(name: String, factor: Int) throws(Failure) -> Entry {
    let factors = entries.filter { $0.name == name }
    guard let first = factors.first else {
      let names = Set(entries.map(\.name)).sorted().joined(separator: ", ")
      throw Failure(
        .usage, "model \(name)", found: "no weights of this name are shipped",
        wanted: "\(names), bicubic, or the path of a .safetensors file")
    }
    guard let entry = factors.first(where: { $0.factor == factor }) else {
      let shipped = factors.map { "x\($0.factor)" }.joined(separator: ", ")
      throw Failure(
        .usage, "model \(first.name)", found: "no weights for x\(factor) are shipped",
        wanted: shipped)
    }
    return entry
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
    var starts = [Bundle.main.bundleURL]
    if let resourceURL = Bundle.main.resourceURL { starts.append(resourceURL) }
    if let executable = Bundle.main.executableURL {
      starts.append(executable.deletingLastPathComponent())
      starts.append(executable.resolvingSymlinksInPath().deletingLastPathComponent())
    }
    var folders = starts.flatMap { start in
      [
        start.appendingPathComponent("\(resources)/Weights").path,
        start.appendingPathComponent("../share/burnish/Weights").standardized.path,
      ]
    }
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    folders.append(sources.appendingPathComponent("Weights").path)
    return folders
  }
}
