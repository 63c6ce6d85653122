import Burnish
import BurnishTensors
import Synchronization

/// A filter that runs checks on its inputs and counts its calls. The count proves that the checks ran.
final class ProbeFilter: JointFilter {
  let reach = 0
  let alignment = 1
  private let calls = Mutex(0)
  private let answer: @Sendable (_ target: Tensor, _ guide: Tensor) -> Tensor

  /// - Parameter answer: computes the filter's result from a target and its guide.
  init(_ answer: @escaping @Sendable (_ target: Tensor, _ guide: Tensor) -> Tensor) {
    self.answer = answer
  }

  /// The number of calls.
  var callCount: Int { calls.withLock { $0 } }

  func filter(target: Tensor, guide: Tensor) -> Tensor {
    calls.withLock { $0 += 1 }
    return answer(target, guide)
  }
}
