import BurnishTensors

extension Variable {
  /// Records an operation that is defined elsewhere, such as the solution of a system.
  ///
  /// - Parameters:
  ///   - value: the operation's result.
  ///   - operands: the inputs of the operation.
  ///   - derivative: converts the gradient with respect to the result into the operands' gradients, in their order
  ///     and in their shapes. It must hold values, not variables.
  public init(
    _ value: Tensor, of operands: [Variable], derivative: @escaping (Tensor) -> [Tensor]
  ) {
    let recording = Recording(operands)
    let nodes = operands.map { recording.node($0) }
    self = recording.result(value, nodes) { gradient, tape in
      for case (let node?, let part) in zip(nodes, derivative(gradient)) {
        tape.add(part, to: node)
      }
    }
  }
}
