/// Where the kernels of a deformable kernel network come from.
public enum KernelSource: String, Sendable, Hashable, Codable {
  /// Both images: weights and offsets are products of two branches' factors.
  case both
  /// The guide alone.
  case guide
  /// The target alone.
  case target
}

/// Where the taps of a deformable kernel network stand.
public enum KernelOffsets: String, Sendable, Hashable, Codable {
  /// Each tap is moved from its place by an offset that the network predicts.
  case learned
  /// Taps stand on the grid of k x k pixels.
  case none
}

/// The design choices that FDKN and DKN share.
struct KernelChoices: Sendable {
  let kernelSize: Int
  let windowRadius: Int
  let residual: Bool
  let source: KernelSource
  let offsets: KernelOffsets
  var geometry = KernelGeometry.paper

  var tapCount: Int { kernelSize * kernelSize }
}
