import BurnishCore

extension ImagePair {
  /// How targets and guides lie in the folder of a data set.
  public enum Layout: Sendable {
    /// They belong together in the order of their names.
    case ordered(targets: Side, guides: Side)
    /// They are called `NUMBER.png` and `NUMBER.jpg`, each in a folder of their own.
    case numbered(targets: String, guides: String)

    static func depth(_ depth: String = "Depth", color: String = "RGB") -> Layout {
      .ordered(
        targets: .init(depth, words: "depth maps"), guides: .init(color, words: "color images"))
    }
  }

  /// One of the two sides of a data set: where its files lie, and what they are in words.
  public struct Side: Sendable {
    let folder: String
    let words: String
    /// What the names of its files end with, where others lie beside them.
    let suffix: String

    /// - Parameter folder: within that of the data set, which it is itself if empty.
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
          .noInput, folder, found: "there is no such folder", wanted: "the suite's images")
      }
      let images = names.filter { !$0.hasPrefix(".") && $0.hasSuffix(suffix) }.sorted()
      guard !images.isEmpty else {
        throw Failure(
          .noInput, folder,
          found: suffix.isEmpty ? "the folder is empty" : "no file's name ends in \(suffix)",
          wanted: "the suite's images")
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
