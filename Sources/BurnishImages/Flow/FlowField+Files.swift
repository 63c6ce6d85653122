import BurnishCore
import BurnishTensors

extension FlowField {
  /// Whether a file has an extension that only flow fields use.
  public static func isFlowFile(_ path: String) -> Bool { FlowFormat(path: path) == .middlebury }

  /// Reads motion. The content of the file decides its format, not its name.
  ///
  /// The formats are Middlebury's `.flo`, KITTI's 16-bit PNG, and a `.npy` array `[H, W, 2]` or `[2, H, W]`. The
  /// array may have a leading axis of one, and it may be the only one in a `.npz`.
  /// - Throws: `Failure`: `noInput` for a file that is missing or unreadable; `badData` for a file that is of
  ///   another format, damaged, truncated, larger than ``ImageLimits/pixels``, or without a single known vector;
  ///   `inputOutput` if reading breaks off.
  public static func read(_ path: String) throws(Failure) -> FlowField {
    let bytes = try NumPyArchive.array(in: InputFile.contents(of: path), from: path)
    let flow: FlowField
    switch FlowFormat(signatureOf: bytes) {
    case .middlebury: flow = try FlowField(middlebury: bytes, path)
    case .kitti: flow = try FlowField(kitti: bytes, path)
    case .numPy: flow = try FlowField(numPy: bytes, path)
    case nil:
      throw Failure(
        .badData, path, found: "the file does not begin as a file of motion does",
        wanted: FlowFormat.all)
    }
    if let valid = flow.valid, !valid.withUnsafeSamples({ $0.contains { $0 != 0 } }) {
      throw Failure(
        .badData, path, found: "not a single known vector", wanted: "components below 1e9")
    }
    return flow
  }

  /// Writes motion in the format of the file extension.
  ///
  /// Unknown vectors become components of 1e10 in a `.flo` file, three zeros in a PNG, and NaN in an array.
  /// - Throws: the same `Failure` as `AtomicFile.write`. Also `usage` for another extension, and `badData` for
  ///   motion that does not fit KITTI's 16 bits.
  public func write(to path: String) throws(Failure) {
    let bytes: [UInt8]
    switch FlowFormat(path: path) {
    case .middlebury: bytes = middlebury()
    case .kitti: bytes = try kitti(path)
    case .numPy: bytes = numPy()
    case nil:
      throw Failure(
        .usage, path, found: "unknown file extension",
        wanted: FlowFormat.allCases.map(\.ending).joined(separator: ", "))
    }
    try AtomicFile.write(bytes, to: path)
  }
}
