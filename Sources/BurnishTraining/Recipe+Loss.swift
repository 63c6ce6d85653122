import BurnishNetworks
import BurnishTensors

extension Recipe.Loss {
  /// Returns the loss of samples, a scalar; only for losses of samples.
  func ofSamples(_ output: Variable, target: Tensor) -> Variable {
    switch self {
    case .l1: l1Loss(output, target: target)
    case .l2: l2Loss(output, target: target)
    case .charbonnier: charbonnierLoss(output, target: target)
    case .softmaxLog: fatalError("softmax-log is no loss of samples")
    }
  }
}
