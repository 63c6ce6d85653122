import BurnishTensors

extension Variable {
  /// Adds two variables of the same shape, sample by sample.
  public static func + (first: Variable, second: Variable) -> Variable {
    let recording = Recording(first, second)
    let (toFirst, toSecond) = (recording.node(first), recording.node(second))
    return recording.result(first.value + second.value, toFirst, toSecond) { gradient, tape in
      if let toFirst { tape.add(gradient, to: toFirst) }
      if let toSecond { tape.add(gradient, to: toSecond) }
    }
  }

  /// Subtracts two variables of the same shape, sample by sample.
  public static func - (first: Variable, second: Variable) -> Variable {
    let recording = Recording(first, second)
    let (toFirst, toSecond) = (recording.node(first), recording.node(second))
    return recording.result(first.value - second.value, toFirst, toSecond) { gradient, tape in
      if let toFirst { tape.add(gradient, to: toFirst) }
      if let toSecond { tape.add(gradient * -1, to: toSecond) }
    }
  }

  /// Multiplies two variables of the same shape, sample by sample.
  public static func * (first: Variable, second: Variable) -> Variable {
    let recording = Recording(first, second)
    let (toFirst, toSecond) = (recording.node(first), recording.node(second))
    // Each operand is kept only for the other operand's derivative.
    let keptFirst = toSecond == nil ? nil : first.value
    let keptSecond = toFirst == nil ? nil : second.value
    return recording.result(first.value * second.value, toFirst, toSecond) { gradient, tape in
      if let toFirst, let keptSecond { tape.add(gradient * keptSecond, to: toFirst) }
      if let toSecond, let keptFirst { tape.add(gradient * keptFirst, to: toSecond) }
    }
  }

  public static func + (variable: Variable, scalar: Float) -> Variable {
    Recording.unary(variable, variable.value + scalar) { $0 }
  }

  public static func + (scalar: Float, variable: Variable) -> Variable { variable + scalar }

  public static func - (variable: Variable, scalar: Float) -> Variable { variable + (-scalar) }

  public static func - (scalar: Float, variable: Variable) -> Variable {
    variable * -1 + scalar
  }

  public static func * (variable: Variable, scalar: Float) -> Variable {
    Recording.unary(variable, variable.value * scalar) { $0 * scalar }
  }

  public static func * (scalar: Float, variable: Variable) -> Variable { variable * scalar }

  public static func / (variable: Variable, scalar: Float) -> Variable { variable * (1 / scalar) }

  public static prefix func - (variable: Variable) -> Variable { variable * -1 }

  /// The square of every sample.
  public func squared() -> Variable {
    let kept = value
    return Recording.unary(self, kept.squared()) { ($0 * kept) * 2 }
  }

  /// The sum of all samples, as a scalar.
  public func sum() -> Variable {
    let shape = self.shape
    return Recording.unary(self, Tensor(value.sum())) {
      Tensor(repeating: $0.scalar, shape: shape)
    }
  }

  /// The mean of all samples, as a scalar.
  public func mean() -> Variable {
    let (shape, count) = (self.shape, Float(value.count))
    return Recording.unary(self, Tensor(value.mean())) {
      Tensor(repeating: $0.scalar / count, shape: shape)
    }
  }
}
