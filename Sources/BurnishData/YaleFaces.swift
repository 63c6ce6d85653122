import BurnishCore
import Foundation

/// The faces of `faces/yaleB` (Extended Yale B, cropped), as training and evaluation share them out.
package struct YaleFaces: Sendable {
  /// One person.
  package struct Subject: Sendable {
    /// `yaleB01`.
    package let name: String
    /// The image under light from the front.
    package let front: String
    /// The images under the other lights, in the order of their names.
    package let others: [String]
  }

  /// How many subjects, the last ones, are for tests and for nothing else.
  package static let testCount = 8

  /// Of the light from the front: azimuth and elevation are 0.
  private static let frontEnding = "_P00A+000E+00.pgm"

  /// In the order of their names.
  package let training, test: [Subject]
  package let folder: String

  /// Lists the images `yaleB01_P00A+000E+00.pgm` and so on.
  ///
  /// - Parameter dataDirectory: the folder that holds `faces`.
  /// - Throws: ``Failure`` of the kind `noInput` where the folder is missing or empty, `badData` where a
  ///   subject has no image under light from the front, or there are too few subjects.
  package init(dataDirectory: String) throws(Failure) {
    folder = FileSystem.path("faces/yaleB", in: dataDirectory)
    let all = try Self.subjects(in: folder)
    training = Array(all.dropLast(Self.testCount))
    test = Array(all.suffix(Self.testCount))
  }

  // See `Crop.check`: Swift 6.3.1 miscompiles initializers that throw when this is inlined.
  @inline(never)
  private static func subjects(in folder: String) throws(Failure) -> [Subject] {
    let paths = try ImagePair.Side(folder: folder, words: "faces", suffix: ".pgm").paths()
    let groups = Dictionary(grouping: paths) { path in
      String(FileSystem.name(of: path).prefix { $0 != "_" })
    }
    var subjects: [Subject] = []
    for (name, paths) in groups.sorted(by: { $0.key < $1.key }) {
      guard let front = paths.first(where: { $0.hasSuffix(frontEnding) }), paths.count > 1 else {
        throw Failure(
          .badData, folder, found: "no pair of lights for the subject \(name)",
          wanted: "\(name)\(frontEnding) and other lights")
      }
      subjects.append(
        Subject(name: name, front: front, others: paths.filter { $0 != front }.sorted()))
    }
    guard subjects.count > testCount else {
      throw Failure(
        .badData, folder, found: "\(subjects.count) subjects",
        wanted: "more than the \(testCount) that are for tests")
    }
    return subjects
  }
}
