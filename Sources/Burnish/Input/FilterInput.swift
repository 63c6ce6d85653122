import BurnishTensors

/// A depth map and its guide as a filter's input.
public struct FilterInput: Sendable {
  /// `[1, 1, H, W]`, samples about 0...1.
  public let target: Tensor
  /// `[1, 1, H, W]` for gray or `[1, 3, H, W]`, samples in 0...1.
  public let guide: Tensor
  /// The depth range, in the depth map's unit, that 0...1 represents.
  public let scale: NetworkScale
}
