import BurnishCore
import BurnishInverse
import BurnishTensors

/// A solver as a user names it: by the model of its prior and the way to the minimum, or by a classical method.
public struct NamedSolver: Sendable {
  /// The model's name, or the method's.
  public let name: String
  public let solver: any InverseSolver
  /// What tells it from others of the name, beside the number of its iterations.
  private let ownSettings: [String: String]
  private let tellsIterations: Bool

  /// The solver that a user means.
  ///
  /// - Parameters:
  ///   - model: the name of a classical method, or of a prior as of ``ModelCatalog/prior(_:besides:)``.
  ///   - methods: the classical methods that will do.
  ///   - way: of a prior, the ``RestorationMethod/standard(for:)`` one if not given.
  ///   - iterations: the solver's own number if not given; not for methods that do not take any.
  ///   - seed: of the noise on a prior's input.
  /// - Throws: ``Failure`` as ``ModelCatalog/prior(_:besides:)``.
  public static func named(
    _ model: String = ModelCatalog.Standard.restoration, besides methods: [ClassicalMethod] = [],
    by way: RestorationMethod? = nil, iterations: Int? = nil, seed: UInt64 = 0
  ) throws(Failure) -> NamedSolver {
    if let method = methods.first(where: { $0.rawValue == model }) {
      return NamedSolver(
        name: method.rawValue, solver: method.solver(iterations: iterations), ownSettings: [:],
        tellsIterations: method.takesIterations)
    }
    let prior = try ModelCatalog().prior(model, besides: methods.map(\.rawValue))
    let way = way ?? .standard(for: model)
    return NamedSolver(
      name: prior.name, solver: way.solver(prior: prior, iterations: iterations, seed: seed),
      // Weights of other files may have the same name.
      ownSettings: ["solver": way.rawValue, "weights": prior.checksum], tellsIterations: true)
  }

  /// What a report says of how it works.
  ///
  /// - Parameter sigma: the standard deviation of the noise, 0 where there is none.
  public func settings(sigma: Float) -> [String: String] {
    guard tellsIterations else { return ownSettings }
    let iterations = ["iterations": "\(solver.iterationCount(sigma: sigma))"]
    return ownSettings.merging(iterations) { own, _ in own }
  }
}
