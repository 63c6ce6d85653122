import BurnishCore

/// The solvers without a learned prior. A user gives these names in place of a model's name.
public enum ClassicalMethod: String, Sendable, CaseIterable {
  /// ``RichardsonLucy``.
  case richardsonLucy = "richardson-lucy"
  /// ``HyperLaplacianDeconvolution``.
  case hyperLaplacian = "hyper-laplacian"

  /// Whether the number of iterations can be chosen.
  public var takesIterations: Bool { self == .richardsonLucy }

  /// The solver.
  ///
  /// - Parameter iterations: the solver's default number if not given; only for methods that take one.
  /// - Throws: ``Failure`` of the kind `usage` if the method takes none.
  public func solver(iterations: Int? = nil) throws(Failure) -> any InverseSolver {
    guard iterations == nil || takesIterations else {
      throw Failure(
        .usage, rawValue, found: "\(iterations ?? 0) iterations", wanted: "its own number",
        choice: .without("iterations"))
    }
    switch self {
    case .richardsonLucy:
      var method = RichardsonLucy()
      method.iterations = iterations ?? method.iterations
      return method
    case .hyperLaplacian: return HyperLaplacianDeconvolution()
    }
  }
}
