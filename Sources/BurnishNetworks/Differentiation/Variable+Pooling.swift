import BurnishTensors

extension Variable {
  /// The largest sample of each 2 x 2 square of images `[N, C, H, W]`, and its position. The first of equal samples in
  /// row-major order counts. The last row and column of an odd extent are left out.
  ///
  /// - Returns: the result, `[N, C, H / 2, W / 2]`, and the switches for
  ///   ``maxUnpooled(_:)``.
  public func maxPooled() -> (output: Variable, switches: PoolingSwitches) {
    let (output, switches) = value.maxPooled()
    let result = Recording.unary(self, output) { maxPool2x2Gradient($0, switches: switches) }
    return (result, switches)
  }

  /// Returns each sample to the position in its 2 x 2 square that pooling took it from. The other
  /// positions are zero. The variable has the shape of the pooling's result.
  ///
  /// - Parameter switches: the positions that the pooling took.
  /// - Returns: a variable of the pooling's input shape.
  public func maxUnpooled(_ switches: PoolingSwitches) -> Variable {
    Recording.unary(self, value.maxUnpooled(switches)) {
      maxUnpool2x2Gradient($0, switches: switches)
    }
  }
}
