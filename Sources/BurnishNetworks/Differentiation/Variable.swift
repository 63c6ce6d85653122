import BurnishTensors

/// A tensor as an operand of differentiable operations.
///
/// A variable from a ``Tape`` keeps a reference to the tape, which records every operation on it that
/// may need a derivative. A variable without a tape is a constant, and operations on it cost no
/// more than operations on tensors. Networks run this way in inference.
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

  /// A constant without a tape, for inference. In training, use ``Tape/constant(_:)``.
  public init(constant value: Tensor) {
    self.init(value: value, tape: nil, source: .constant)
  }

  public var shape: [Int] { value.shape }

  /// The mode of the tape; `inference` without a tape.
  public var mode: Mode { tape?.mode ?? .inference }
}
