import BurnishCore
import BurnishInverse
import BurnishTensors

/// A solver as a user names it: by a prior's model and a method of minimization, or by a classical
/// method.
public struct NamedSolver: Sendable {
  /// The name of the model or of the classical method.
  public let name: String
  public let solver: any InverseSolver
  /// The settings that distinguish it from others with this name, except the number of iterations.
  private let ownSettings: [String: String]
  private let tellsIterations: Bool

  /// The solver that a user names.
  ///
  /// - Parameters:
  ///   - model: the name of a classical method, or of a prior as in
  ///     ``ModelCatalog/prior(_:besides:)``.
  ///   - methods: the accepted classical methods.
  ///   - way: the method for a prior; ``RestorationMethod/standard(for:)`` if not given.
  ///   - iterations: the solver's default number if not given; only for methods that take one.
  ///   - seed: the seed of the noise on a prior's input.
  /// - Throws: ``Failure``, like ``ModelCatalog/prior(_:besides:)``.
  public static func named(
    _ model: String = ModelCatalog.Standard.restoration, besides methods: [ClassicalMethod] = [],
    by way: RestorationMethod? = nil, iterations: Int? = nil, seed: UInt64 = 0
  ) throws(Failure) -> NamedSolver {
    if let method = methods.first(where: { $0.rawValue == model }) {
      return try NamedSolver(
        name: method.rawValue, solver: method.solver(iterations: iterations), ownSettings: [:],
        tellsIterations: method.takesIterations)
    }
    let prior = try ModelCatalog().prior(model, besides: methods.map(\.rawValue))
    let way = way ?? .standard(for: model)
    return NamedSolver(
      name: prior.name, solver: way.solver(prior: prior, iterations: iterations, seed: seed),
      // Weights in other files may have the same name.
      ownSettings: ["solver": way.rawValue, "weights": prior.checksum], tellsIterations: true)
  }

  /// The settings for a report.
  ///
  /// - Parameter sigma: the standard deviation of the noise, or 0 if there is no noise.
  public func settings(sigma: Float) -> [String: String] {
    guard tellsIterations else { return ownSettings }
    let iterations = ["iterations": "\(solver.iterationCount(sigma: sigma))"]
    return ownSettings.merging(iterations) { own, _ in own }
  }
}
