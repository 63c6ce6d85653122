import BurnishTensors

/// A tensor as an operand of differentiable operations.
///
/// A variable that a ``Tape`` made carries the tape along: every operation on it is recorded there if
/// a derivative may be asked for. A variable without a tape is a constant, and operations on it cost
/// no more than those on tensors; this is how networks run in inference.
public struct Variable {
  enum Source {
    case constant
    case node(Int)
    case parameter(Parameter)
  }

  public let value: Tensor
  let tape: Tape?
  let source: Source

  init(value: Tensor, tape: Tape?, source: Source) {
    self.value = value
    self.tape = tape
    self.source = source
  }

  init(parameter: Parameter) {
    self.init(value: parameter.value, tape: nil, source: .parameter(parameter))
  }

  /// A constant without a tape, for inference. In training use ``Tape/constant(_:)``.
  public init(constant value: Tensor) {
    self.init(value: value, tape: nil, source: .constant)
  }

  public var shape: [Int] { value.shape }

  /// The mode of the tape; `inference` without one.
  public var mode: Mode { tape?.mode ?? .inference }
}
