import Burnish
import BurnishTensors
import Synchronization

/// A filter that looks at what it is given, and counts how often: a check inside of it that never ran proves nothing.
final class ProbeFilter: JointFilter {
  let reach = 0
  let alignment = 1
  private let calls = Mutex(0)
  private let answer: @Sendable (_ target: Tensor, _ guide: Tensor) -> Tensor

  /// - Parameter answer: what the filter makes of a target and its guide.
  init(_ answer: @escaping @Sendable (_ target: Tensor, _ guide: Tensor) -> Tensor) {
    self.answer = answer
  }

  /// How often the filter was asked.
  var callCount: Int { calls.withLock { $0 } }

  func filter(target: Tensor, guide: Tensor) -> Tensor {
    calls.withLock { $0 += 1 }
    return answer(target, guide)
  }
}
