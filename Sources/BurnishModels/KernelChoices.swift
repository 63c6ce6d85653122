/// The images from which a deformable kernel network predicts kernels.
public enum KernelSource: String, Sendable, Hashable, Codable {
  /// Both images: weights and offsets are products of two branches' factors.
  case both
  /// The guide alone.
  case guide
  /// The target alone.
  case target
}

/// The placement of the taps in a deformable kernel network.
public enum KernelOffsets: String, Sendable, Hashable, Codable {
  /// The network predicts an offset that moves each tap.
  case learned
  /// Taps lie on the grid of k x k pixels.
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
