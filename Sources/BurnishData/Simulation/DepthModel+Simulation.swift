import Burnish
import BurnishFilters
import BurnishTensors

extension Model where Filter == any JointFilter {
  /// What the filter is given of depth that loses its resolution in the way of a protocol.
  ///
  /// The protocol decides which samples are left. They are enlarged as the weights were trained to
  /// see them; a filter without weights sees the protocol's own enlargement.
  /// - Parameters:
  ///   - truth: `[N, C, H, W]`, in any unit; `H` and `W` must be multiples of `factor`.
  ///   - depthProtocol: of the measurement; need not be the one that the model was trained for.
  ///   - factor: how many times smaller each side becomes.
  /// - Returns: of the shape and in the unit of `truth`.
  public func target(
    of truth: Tensor, under depthProtocol: DepthProtocol, factor: Int
  ) -> Tensor {
    let enlarging = card == nil ? depthProtocol : self.protocol
    return enlarging.enlarged(depthProtocol.reduced(truth, factor: factor), factor: factor)
  }
}
