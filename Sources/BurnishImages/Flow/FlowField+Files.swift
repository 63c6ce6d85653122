import BurnishCore
import BurnishTensors

extension FlowField {
  /// Whether a file's name ends as that of a flow field does that can be nothing else.
  public static func isFlowFile(_ path: String) -> Bool { FlowFormat(path: path) == .middlebury }

  /// Reads motion; the format is known by the file's content, whatever its name: Middlebury's `.flo`, KITTI's PNG of
  /// 16 bits, or a `.npy` array `[H, W, 2]` or `[2, H, W]`, with or without a leading axis of one, also alone in a `.npz`.
  ///
  /// - Throws: `Failure`: `noInput` for a file that is missing or unreadable, `badData` for one that
  ///   is of another format, damaged, truncated, larger than ``ImageLimits/pixels`` or without a single
  ///   known vector; `inputOutput` when reading breaks off.
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

  /// Writes motion in the format that the name's ending stands for.
  ///
  /// What is not known gets components of 1e10 in a `.flo` file, three zeros in a PNG, NaN in an array.
  /// - Throws: `Failure` as `AtomicFile.write`; `usage` for another ending, and `badData` for motion that KITTI's
  ///   16 bits do not hold.
  public func write(to path: String) throws(Failure) {
    let bytes: [UInt8]
    switch FlowFormat(path: path) {
    case .middlebury: bytes = middlebury()
    case .kitti: bytes = try kitti(path)
    case .numPy: bytes = numPy()
    case nil:
      throw Failure(
        .usage, path, found: "a name whose ending stands for no format of motion",
        wanted: FlowFormat.allCases.map(\.ending).joined(separator: ", "))
    }
    try AtomicFile.write(bytes, to: path)
  }
}
