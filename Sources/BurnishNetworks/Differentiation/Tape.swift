import BurnishCore
import BurnishTensors

/// Records operations on variables and then carries a gradient back through them.
///
/// ```swift
/// let tape = Tape(mode: .training)
/// let output = model(tape.constant(target), guide: tape.constant(guide))
/// let loss = l1Loss(output, target: truth)
/// tape.backward(from: loss)
/// optimizer.update(parameters, gradients: tape.gradients(of: parameters))
/// ```
///
/// A tape serves one forward and one backward pass, on one task. The backward pass releases the memory that an
/// operation keeps for its derivative as soon as it has used it.
public final class Tape {
  /// Converts the gradient with respect to an operation's output into its inputs' gradients and adds them to the tape.
  typealias Backward = (_ outputGradient: Tensor, _ tape: Tape) -> Void

  private struct Node {
    /// `nil` for a leaf, whose gradient is kept.
    var backward: Backward?
    var gradient: Tensor?
    let shape: [Int]
    /// The mask of a ReLU that made the node's samples. Gradients are multiplied by it before they are added, unless
    /// the caller has already done so.
    var mask: ReLUMask?
  }

  /// The mode of batch normalization.
  public let mode: Mode
  let differentiatesParameters: Bool
  private var nodes: [Node] = []
  private var leaves: [ObjectIdentifier: (parameter: Parameter, node: Int)] = [:]
  private var isSpent = false

  /// - Parameters:
  ///   - mode: the mode of batch normalization.
  ///   - differentiatesParameters: whether to compute gradients with respect to parameters. If false, only
  ///     variables from ``variable(_:)`` have gradients, and less is computed and kept.
  public init(mode: Mode, differentiatesParameters: Bool = true) {
    self.mode = mode
    self.differentiatesParameters = differentiatesParameters
  }

  /// An operand without a gradient, such as an image or a ground truth.
  public func constant(_ value: Tensor) -> Variable {
    Variable(value: value, tape: self, source: .constant)
  }

  /// An operand with a gradient.
  public func variable(_ value: Tensor) -> Variable {
    Variable(value: value, tape: self, source: .node(append(value.shape, nil)))
  }

  /// A parameter as an operand of this tape, for operations without another operand on the tape.
  public func variable(_ parameter: Parameter) -> Variable {
    Variable(value: parameter.value, tape: self, source: .parameter(parameter))
  }

  // MARK: Backward

  /// Computes the gradient of a scalar with respect to every leaf that it depends on.
  public func backward(from loss: Variable) {
    require(
      loss.value.count == 1, "the loss has the shape \(loss.shape) instead of being a scalar")
    backward(from: loss, gradient: Tensor(repeating: 1, shape: loss.shape))
  }

  /// Carries `gradient`, the gradient of a scalar with respect to `output`, back to every leaf that `output`
  /// depends on.
  /// - Parameter gradient: a tensor of the shape of `output`.
  public func backward(from output: Variable, gradient: Tensor) {
    require(!isSpent, "a tape goes backward once; record each forward pass on a new one")
    require(
      gradient.shape == output.shape,
      "a gradient of shape \(gradient.shape) for a variable of shape \(output.shape)")
    require(
      output.tape === self,
      "the variable is not recorded on this tape; make the inputs by tape.constant(_:)")
    isSpent = true
    guard let start = node(of: output) else { return }
    add(gradient, to: start)
    for index in stride(from: start, through: 0, by: -1) {
      guard let backward = nodes[index].backward else { continue }
      let gradient = nodes[index].gradient
      // The closure holds activations. Dropping it here frees their memory for the next steps.
      nodes[index].backward = nil
      nodes[index].gradient = nil
      nodes[index].mask = nil
      if let gradient { backward(gradient, self) }
    }
    for index in nodes.indices where index > start { nodes[index].backward = nil }
  }

  /// The gradient with respect to a variable from ``variable(_:)``; `nil` if no gradient reached it.
  public func gradient(of variable: Variable) -> Tensor? {
    if case .node(let index) = variable.source {
      require(variable.tape === self, "the variable belongs to another tape")
      return nodes[index].gradient
    }
    if case .parameter(let parameter) = variable.source { return gradient(of: parameter) }
    return nil
  }

  /// The gradient with respect to a parameter; `nil` if no gradient reached it.
  public func gradient(of parameter: Parameter) -> Tensor? {
    leaves[ObjectIdentifier(parameter)].flatMap { nodes[$0.node].gradient }
  }

  /// The gradients with respect to `parameters`, in their order. Each parameter must have a gradient. A missing
  /// gradient is a mistake in the network, such as an operand made without the tape.
  public func gradients(of parameters: [Parameter]) -> [Tensor] {
    parameters.map { parameter in
      guard let gradient = gradient(of: parameter) else {
        fatalError("no gradient flowed back to the parameter \(parameter.path)")
      }
      return gradient
    }
  }

  // MARK: Recording

  /// Adds to the gradient of a node that is an operation's input.
  ///
  /// - Parameter isMasked: whether the gradient has already been multiplied by the node's mask.
  func add(_ gradient: Tensor, to index: Int, isMasked: Bool = false) {
    require(
      gradient.shape == nodes[index].shape,
      "a gradient of shape \(gradient.shape) for a variable of shape \(nodes[index].shape)")
    var gradient = gradient
    if !isMasked, let mask = nodes[index].mask { gradient = reluGradient(gradient, mask: mask) }
    // After `take()`, the sum has a single owner and is updated in place.
    guard var sum = nodes[index].gradient.take() else {
      nodes[index].gradient = gradient
      return
    }
    sum.accumulate(gradient)
    nodes[index].gradient = sum
  }

  /// The node of an operand, or `nil` if no gradient with respect to it is needed.
  func node(of variable: Variable) -> Int? {
    switch variable.source {
    case .constant: return nil
    case .node(let index): return index
    case .parameter(let parameter):
      guard differentiatesParameters, parameter.isTrainable else { return nil }
      if let leaf = leaves[ObjectIdentifier(parameter)] { return leaf.node }
      let index = append(parameter.shape, nil)
      leaves[ObjectIdentifier(parameter)] = (parameter, index)
      return index
    }
  }

  /// The mask for a node's gradients, if there is one.
  func mask(of index: Int) -> ReLUMask? { nodes[index].mask }

  /// - Parameter mask: the mask of a ReLU that made the samples. `backward` then receives gradients with respect to the
  ///   ReLU's input.
  func append(_ shape: [Int], mask: ReLUMask? = nil, _ backward: Backward?) -> Int {
    require(!isSpent, "a tape goes backward once; record each forward pass on a new one")
    nodes.append(Node(backward: backward, gradient: nil, shape: shape, mask: mask))
    return nodes.count - 1
  }
}
