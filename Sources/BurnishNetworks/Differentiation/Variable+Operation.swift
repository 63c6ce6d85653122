import BurnishTensors

extension Variable {
  /// The result of an operation that is defined elsewhere, such as the solution of a system.
  ///
  /// - Parameters:
  ///   - value: the operation's result.
  ///   - operands: what it was computed from.
  ///   - derivative: turns the gradient by the result into those by the operands, in their order and
  ///     of their shapes. It must not hold variables, but their values.
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
