/// A part of a network that maps one variable to another.
public protocol Layer {
  /// - Parameter input: usually `[N, C, H, W]`.
  func callAsFunction(_ input: Variable) -> Variable
}
