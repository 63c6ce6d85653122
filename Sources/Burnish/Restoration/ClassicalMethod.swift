/// The solvers without a prior that is learned, by the names that a user gives them in place of a model's.
public enum ClassicalMethod: String, Sendable, CaseIterable {
  /// ``RichardsonLucy``.
  case richardsonLucy = "richardson-lucy"
  /// ``HyperLaplacianDeconvolution``.
  case hyperLaplacian = "hyper-laplacian"

  /// Whether the number of iterations can be chosen.
  public var takesIterations: Bool { self == .richardsonLucy }

  /// The solver.
  ///
  /// - Parameter iterations: its own number if not given; not for methods that do not take any.
  public func solver(iterations: Int? = nil) -> any InverseSolver {
    precondition(iterations == nil || takesIterations, "\(rawValue) has its own iterations")
    switch self {
    case .richardsonLucy:
      var method = RichardsonLucy()
      method.iterations = iterations ?? method.iterations
      return method
    case .hyperLaplacian: return HyperLaplacianDeconvolution()
    }
  }
}
