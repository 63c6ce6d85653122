import BurnishTensors

/// The greatest sample of each 2 x 2 square, and which it was: the first of equal ones in row-major
/// order.
///
/// - Parameter input: `[N, C, H, W]`; the last row and column of an odd extent are left out.
/// - Returns: the result, `[N, C, H / 2, W / 2]`, and the switches for
///   ``maxUnpool2x2(_:switches:)``.
public func maxPool2x2(_ input: Variable) -> (output: Variable, switches: PoolingSwitches) {
  let (output, switches) = maxPool2x2(input.value)
  let result = Recording.unary(input, output) { maxPool2x2Gradient($0, switches: switches) }
  return (result, switches)
}

/// Puts each sample back to the place in its 2 x 2 square that a pooling took one from; the other
/// places are zero.
///
/// - Parameters:
///   - input: of the shape that the pooling returned.
///   - switches: what the pooling took.
/// - Returns: a variable of the shape that was pooled.
public func maxUnpool2x2(_ input: Variable, switches: PoolingSwitches) -> Variable {
  Recording.unary(input, maxUnpool2x2(input.value, switches: switches)) {
    maxUnpool2x2Gradient($0, switches: switches)
  }
}
