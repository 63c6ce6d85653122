import BurnishCore
import BurnishTensors

/// Records one operation on the tape of its operands.
///
/// An operation asks for the node of each operand, keeps the tensors that its derivatives need, and makes
/// its result. Closures must hold only tensors and nodes, because a variable would in turn hold the tape.
struct Recording {
  private let tape: Tape?

  /// - Parameter operands: operands on one tape or on none. Operands without a tape join the others' tape.
  init(_ operands: Variable?...) { self.init(operands) }

  init(_ operands: [Variable?]) {
    var tape: Tape?
    for case let other? in operands.lazy.map({ $0?.tape }) {
      require(tape == nil || tape === other, "the operands belong to different tapes")
      tape = other
    }
    self.tape = tape
  }

  /// The node that receives the gradient with respect to `operand`; `nil` if none is needed.
  func node(_ operand: Variable?) -> Int? {
    guard let operand, let tape else { return nil }
    return tape.node(of: operand)
  }

  /// The operation's result, recorded if the gradient with respect to any operand is needed.
  func result(_ value: Tensor, _ wanted: Int?..., backward: @escaping Tape.Backward) -> Variable {
    result(value, wanted, backward: backward)
  }

  func result(_ value: Tensor, _ wanted: [Int?], backward: @escaping Tape.Backward) -> Variable {
    guard let tape, wanted.contains(where: { $0 != nil }) else {
      return Variable(value: value, tape: tape, source: .constant)
    }
    return Variable(value: value, tape: tape, source: .node(tape.append(value.shape, backward)))
  }

  /// The result of an operation with one operand.
  static func unary(
    _ operand: Variable, _ value: Tensor, derivative: @escaping (_ outputGradient: Tensor) -> Tensor
  ) -> Variable {
    let recording = Recording(operand)
    let node = recording.node(operand)
    return recording.result(value, node) { gradient, tape in
      tape.add(derivative(gradient), to: node!)
    }
  }
}
