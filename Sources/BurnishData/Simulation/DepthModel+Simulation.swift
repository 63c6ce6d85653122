import Burnish
import BurnishFilters
import BurnishTensors

extension Model where Filter == any JointFilter {
  /// Reduces depth by a protocol and enlarges it into the filter's input.
  ///
  /// The protocol decides which samples remain. The model's own protocol enlarges them, because its weights
  /// were trained on that; for a filter without weights, the given protocol does.
  /// - Parameters:
  ///   - truth: `[N, C, H, W]`, in any unit; `H` and `W` must be multiples of `factor`.
  ///   - depthProtocol: the protocol of the measurement, which may differ from the model's.
  ///   - factor: the factor by which each side shrinks.
  /// - Returns: the enlarged depth, in the shape and unit of `truth`.
  public func target(
    of truth: Tensor, under depthProtocol: DepthProtocol, factor: Int
  ) -> Tensor {
    let enlarging = card == nil ? depthProtocol : self.protocol
    return enlarging.enlarged(depthProtocol.reduced(truth, factor: factor), factor: factor)
  }
}
