import BurnishTensors

extension Variable {
  /// The greatest sample of each 2 x 2 square, and which it was: the first of equal ones in row-major
  /// order.
  /// The tensor is `[N, C, H, W]`; the last row and column of an odd extent are left out.
  ///
  /// - Returns: the result, `[N, C, H / 2, W / 2]`, and the switches for
  ///   ``maxUnpooled(_:)``.
  public func maxPooled() -> (output: Variable, switches: PoolingSwitches) {
    let (output, switches) = value.maxPooled()
    let result = Recording.unary(self, output) { maxPool2x2Gradient($0, switches: switches) }
    return (result, switches)
  }

  /// Puts each sample back to the place in its 2 x 2 square that a pooling took one from; the other
  /// places are zero.
  /// The tensor: of the shape that the pooling returned.
  ///
  /// - Parameter switches: what the pooling took.
  /// - Returns: a variable of the shape that was pooled.
  public func maxUnpooled(_ switches: PoolingSwitches) -> Variable {
    Recording.unary(self, value.maxUnpooled(switches)) {
      maxUnpool2x2Gradient($0, switches: switches)
    }
  }
}
