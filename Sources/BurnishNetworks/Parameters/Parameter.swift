import BurnishCore
import BurnishTensors
import Synchronization

/// A network's tensor that outlives a forward pass: a weight, a bias, or a running statistic.
///
/// A ``ParameterScope`` makes parameters and gives them their paths. The path is the name in
/// a checkpoint file.
///
/// Several tasks may use a network at once. Training changes parameters on one task, while no other task uses them.
public final class Parameter: Sendable {
  /// The role of the tensor in training.
  public enum Kind: Sendable, Hashable {
    /// The optimizer updates it along its gradient.
    case trainable
    /// A layer updates it, such as a running statistic; it has no gradient.
    case buffer
  }

  /// The name from the network's root: `guide.conv1.weight`.
  public let path: String
  public let kind: Kind
  public let shape: [Int]
  private struct State {
    var value: Tensor
    var changeCount = 0
  }
  private let state: Mutex<State>

  public var isTrainable: Bool { kind == .trainable }

  /// - Parameter value: a tensor of the shape; the parameter is blank if it is `nil`.
  init(path: String, kind: Kind, shape: [Int], value: Tensor?) {
    require(
      value == nil || value!.shape == shape,
      "a value of shape \(value!.shape) does not fit the parameter \(path) of shape \(shape)")
    self.path = path
    self.kind = kind
    self.shape = shape
    state = Mutex(State(value: value ?? Tensor(zeros: [0])))
  }

  /// The samples, always of ``shape``. In a blank scope, there are no samples until they are
  /// assigned.
  public var value: Tensor { state.withLock { $0.value } }

  /// The number of changes to the samples. Results computed from the samples are valid until it grows.
  public var changeCount: Int { state.withLock { $0.changeCount } }

  /// The parameter as an operand. The tape of the other operands tracks it, if they have one.
  public var variable: Variable { Variable(parameter: self) }

  /// Replaces the samples with those of `tensor`, which must have the parameter's shape.
  public func assign(_ tensor: Tensor) {
    require(
      tensor.shape == shape,
      "parameter \(path) has the shape \(shape), not \(tensor.shape)")
    update { $0 = tensor.plain() }
  }

  /// Changes the samples, in place if nothing else holds them.
  ///
  /// - Parameter change: must keep the shape and must not use other parameters.
  func update(_ change: (inout Tensor) -> Void) {
    state.withLock { state in
      change(&state.value)
      require(
        state.value.shape == shape,
        "parameter \(path) has the shape \(shape), not \(state.value.shape)")
      state.changeCount += 1
    }
  }
}
