import BurnishCore

extension ImagePair {
  /// The arrangement of targets and guides in the folder of a data set.
  public enum Layout: Sendable {
    /// The order of their names pairs targets with guides.
    case ordered(targets: Side, guides: Side)
    /// Targets are `NUMBER.png` in one folder, guides are `NUMBER.jpg` in another.
    case numbered(targets: String, guides: String)

    static func depth(_ depth: String = "Depth", color: String = "RGB") -> Layout {
      .ordered(
        targets: .init(depth, words: "depth maps"), guides: .init(color, words: "color images"))
    }
  }

  /// One side of a data set's pairs: the place of its files and their description.
  public struct Side: Sendable {
    let folder: String
    let words: String
    /// The ending of its files' names; it excludes other files of the folder.
    let suffix: String

    /// - Parameter folder: within the data set's folder; empty for the data set's folder.
    init(_ folder: String = "", words: String, suffix: String = "") {
      (self.folder, self.words, self.suffix) = (folder, words, suffix)
    }

    /// The files in the order of their names.
    ///
    /// - Parameter root: the folder of the data set.
    func paths(in root: String = "") throws(Failure) -> [String] {
      let folder = [root, self.folder].filter { !$0.isEmpty }.joined(separator: "/")
      guard let names = FileSystem.names(in: folder) else {
        throw Failure(
          .noInput, folder, found: "there is no such folder", wanted: "images of the data set",
          choice: .dataSet)
      }
      let images = names.filter { !$0.hasPrefix(".") && $0.hasSuffix(suffix) }.sorted()
      guard !images.isEmpty else {
        throw Failure(
          .noInput, folder,
          found: suffix.isEmpty ? "the folder is empty" : "no file's name ends in \(suffix)",
          wanted: "images of the data set", choice: .dataSet)
      }
      return images.map { "\(folder)/\($0)" }
    }
  }

  public static func list(
    _ layout: Layout, in folder: String, of dataDirectory: String
  ) throws(Failure) -> [ImagePair] {
    let root = FileSystem.path(folder, in: dataDirectory)
    switch layout {
    case .ordered(let targets, let guides):
      return try ordered(targets: targets, guides: guides, root: root)
    case .numbered(let targets, let guides):
      guard let names = FileSystem.names(in: "\(root)/\(targets)") else {
        throw Failure(
          .noInput, "\(root)/\(targets)", found: "there is no such folder",
          wanted: "the data directory to hold \(folder) with the folders \(targets) and \(guides)")
      }
      let numbers = names.compactMap { $0.hasSuffix(".png") ? Int($0.dropLast(4)) : nil }.sorted()
      return numbers.map {
        ImagePair(
          name: "\($0)", targetPath: "\(root)/\(targets)/\($0).png",
          guidePath: "\(root)/\(guides)/\($0).jpg")
      }
    }
  }

  private static func ordered(
    targets: Side, guides: Side, root: String
  ) throws(Failure) -> [ImagePair] {
    let (targetPaths, guidePaths) = (try targets.paths(in: root), try guides.paths(in: root))
    guard targetPaths.count == guidePaths.count else {
      throw Failure(
        .badData, root,
        found:
          "\(targetPaths.count) \(targets.words) and \(guidePaths.count) \(guides.words)",
        wanted: "pairs, in the order of their names")
    }
    return zip(targetPaths, guidePaths).map { target, guide in
      ImagePair(name: FileSystem.stem(of: target), targetPath: target, guidePath: guide)
    }
  }
}

extension Failure.Choice {
  /// Another folder of data sets.
  public static let dataSet = Self("dataSet")
}
