import BurnishCore

/// The images of one person under several lights.
public struct FaceFiles: SampleFiles {
  /// The person's name, such as `yaleB01`.
  public let name: String
  /// The image under light from the front.
  public let front: String
  /// The images under the other lights, in the order of their names.
  public let others: [String]

  /// The names of files, which begin with the person's name up to the first `_`.
  public struct Layout: Sendable {
    /// The ending of all names.
    let suffix: String
    /// The ending of the names of images under light from the front.
    let front: String
    /// The minimum number of persons.
    let minimumCount: Int
  }

  public static func list(
    _ layout: Layout, in folder: String, of dataDirectory: String
  ) throws(Failure) -> [FaceFiles] {
    let folder = FileSystem.path(folder, in: dataDirectory)
    let paths = try ImagePair.Side(folder, words: "faces", suffix: layout.suffix).paths()
    let groups = Dictionary(grouping: paths) { path in
      String(FileSystem.name(of: path).prefix { $0 != "_" })
    }
    var faces: [FaceFiles] = []
    for (name, paths) in groups.sorted(by: { $0.key < $1.key }) {
      guard let front = paths.first(where: { $0.hasSuffix(layout.front) }), paths.count > 1 else {
        throw Failure(
          .badData, folder, found: "no pair of lights for the subject \(name)",
          wanted: "\(name)\(layout.front) and other lights")
      }
      faces.append(
        FaceFiles(name: name, front: front, others: paths.filter { $0 != front }.sorted()))
    }
    guard faces.count >= layout.minimumCount else {
      throw Failure(
        .badData, folder, found: "\(faces.count) subjects",
        wanted: "more than the \(layout.minimumCount - 1) that are for tests")
    }
    return faces
  }
}
