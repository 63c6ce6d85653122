import BurnishImages
import BurnishTensors
import Foundation

/// What can be known of an output before the work for it begins.
///
/// These checks spare a user minutes of work whose result has nowhere to go.
enum OutputFile {
  /// - Parameters:
  ///   - path: where the file is to be; an existing file there will be replaced.
  ///   - inputs: files that it must not replace, under whatever name.
  /// - Throws: ``Failure`` of the kind `cannotCreate` where the file could never be written; of the
  ///   kind `usage` where it would replace an input.
  static func check(_ path: String, inputs: [String] = []) throws(Failure) {
    try checkName(path)
    for input in inputs where isSameFile(path, input) {
      throw Failure(
        .usage, path, found: "the output would replace an input", wanted: "another name")
    }
    try AtomicFile.check(path)
  }

  /// Where each picture's result goes: to the output itself if there is one picture, or into the folder that
  /// it names, under the picture's name.
  ///
  /// - Throws: ``Failure`` of the kind `cannotCreate` where several results have no folder, `usage` where
  ///   two of them would have one name.
  static func paths(for pictures: [String], output: String) throws(Failure) -> [String] {
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: output, isDirectory: &isDirectory)
    guard pictures.count > 1 || (exists && isDirectory.boolValue) else { return [output] }
    guard exists, isDirectory.boolValue else {
      throw Failure(
        .cannotCreate, output, found: exists ? "a file" : "there is no such folder",
        wanted: "an existing folder for the results of \(pictures.count) pictures")
    }
    var paths: [String] = []
    for picture in pictures {
      let name = URL(fileURLWithPath: picture).lastPathComponent
      let path = URL(fileURLWithPath: output).appendingPathComponent(name).path
      guard !paths.contains(path) else {
        throw Failure(
          .usage, picture, found: "a second picture of the name \(name)",
          wanted: "pictures of different names")
      }
      paths.append(path)
    }
    return paths
  }

  /// Refuses a second output in the place of the first, under whatever name.
  static func checkDiffers(_ path: String, from other: String) throws(Failure) {
    /// Without links to folders; the file need not be there.
    func place(_ path: String) -> URL {
      let url = URL(fileURLWithPath: path).standardizedFileURL
      return url.deletingLastPathComponent().resolvingSymlinksInPath()
        .appendingPathComponent(url.lastPathComponent)
    }
    if place(path).path == place(other).path || isSameFile(path, other) {
      throw Failure(.usage, path, found: "the name of the other output", wanted: "another name")
    }
  }

  /// Checks the output of a picture as well for a format that can hold it.
  static func check(_ path: String, for image: Image, inputs: [String]) throws(Failure) {
    try check(path, inputs: inputs)
    guard let format = ImageFormat(path: path) else {
      throw unknownFormat(path, wanted: ".png, .jpg, .tif, .ppm, .pgm, .pfm or .npy")
    }
    guard image.channels == 1 || !path.lowercased().hasSuffix(".pgm") else {
      throw Failure(
        .usage, path, found: "a name for gray pictures, where the result is in colour",
        wanted: ".ppm, .png, .jpg, .tif, .pfm or .npy")
    }
    guard image.alpha == nil || format.holdsAlpha else {
      throw Failure(
        .cannotCreate, path, found: "a format that does not hold the picture's alpha",
        wanted: ".png, .tif or .npy")
    }
  }

  /// Checks the output of what goes into one format alone as well for its name.
  ///
  /// - Parameters:
  ///   - ending: of the name, with its dot.
  ///   - contents: what the file is to hold, in a word.
  static func check(
    _ path: String, ending: String, for contents: String, inputs: [String]
  ) throws(Failure) {
    try checkName(path)
    guard path.lowercased().hasSuffix(ending) else {
      throw Failure(
        .usage, path, found: "a name that does not end in \(ending), which \(contents) goes into",
        wanted: "a name that ends in \(ending)")
    }
    try check(path, inputs: inputs)
  }

  /// Checks the output of a depth map as well for a format that can hold it.
  static func check(
    _ path: String, for unit: DepthUnit, inputs: [String]
  ) throws(Failure) {
    try check(path, inputs: inputs)
    guard let format = ImageFormat(path: path) else {
      throw unknownFormat(path, wanted: ".png, .tif, .pgm, .pfm or .npy")
    }
    guard format != .jpeg, format.sampleFormats.contains(where: unit.goesInto) else {
      throw Failure(
        .usage, path, found: "a format that does not hold depth in \(unit.words)",
        wanted: unit == .metres ? ".tif, .pfm or .npy" : ".png, .tif, .pgm, .pfm or .npy")
    }
  }

  private static func checkName(_ path: String) throws(Failure) {
    if path.isEmpty {
      throw Failure(.usage, "--output", found: "an empty name", wanted: "the name of a file")
    }
  }

  private static func unknownFormat(_ path: String, wanted: String) -> Failure {
    Failure(
      .usage, path, found: "a name whose ending stands for no image format", wanted: wanted)
  }

  private static func isSameFile(_ a: String, _ b: String) -> Bool {
    var (first, second) = (stat(), stat())
    return stat(a, &first) == 0 && stat(b, &second) == 0
      && first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }
}

extension DepthUnit {
  fileprivate func goesInto(_ format: SampleFormat) -> Bool {
    switch self {
    case .levels8: true
    case .millimetres: format != .uint8
    case .metres: format == .float32
    }
  }

  /// The unit as messages name it.
  var words: String {
    switch self {
    case .levels8: "levels 0...255"
    case .millimetres: "millimetres"
    case .metres: "metres"
    }
  }
}
