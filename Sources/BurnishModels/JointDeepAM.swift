// Y. Kim, H. Jung, D. Min, K. Sohn, "Deeply Aggregated Alternating Minimization for Image Restoration"
// (DeepAM), section 4.2.
//
// Departures from the paper: the same as in DeepAM.

import BurnishCore
import BurnishNetworks
import BurnishSolvers
import BurnishTensors

/// ``DeepAM`` with a second image as a guide. In each round, a small network processes the guide, and
/// its features join those of the round's third layer.
public struct JointDeepAM: JointNetwork, StagedNetwork {
  public struct Hyperparameters: Sendable, Hashable, Codable {
    /// The number of rounds, K in the paper. Each round has separate weights.
    public var rounds = 2
    /// The number of convolutions in a round's network.
    public var depth = 10
    /// The number of channels in the inner layers.
    public var channels = 64
    /// The layer whose features predict γ, 1 to depth - 1.
    public var gammaLayer = 8
    /// The minimum of γ, for samples in 0...1.
    public var gammaFloor: Float = 1e-3
    /// Whether the network predicts v relative to the differences of the current image. The paper predicts
    /// v itself.
    public var residual = false
    /// The number of convolutions in the guide's network.
    public var guideDepth = 3
    /// The layer whose features the guide's features join, 1 to depth - 2.
    public var mergingLayer = 3

    public init() {}

    var choices: DeepAMChoices {
      DeepAMChoices(
        depth: depth, channels: channels, gammaLayer: gammaLayer, gammaFloor: gammaFloor,
        residual: residual, guideDepth: guideDepth, mergingLayer: mergingLayer)
    }
  }

  public let hyperparameters: Hyperparameters
  public let parameters: ParameterSet
  private var rounds: DeepAMRounds

  /// - Parameter seed: the seed of the initial weights.
  public init(_ hyperparameters: Hyperparameters = .init(), seed: UInt64 = 0) {
    self.init(hyperparameters, in: ParameterScope(seed: seed))
  }

  /// - Parameter scope: the root in which the layers draw or read their weights.
  public init(_ hyperparameters: Hyperparameters, in scope: ParameterScope) {
    require(hyperparameters.guideDepth >= 1, "a joint network has a network for its guide")
    self.hyperparameters = hyperparameters
    rounds = DeepAMRounds(hyperparameters.rounds, of: hyperparameters.choices, in: scope)
    parameters = scope.parameters
  }

  /// The solver of the systems, forward and backward.
  public var solver: WeightedPoissonSolver {
    get { rounds.solver }
    set { rounds.solver = newValue }
  }

  public var reconstructions: ReconstructionRecord? { rounds.record }

  public func callAsFunction<T: TensorLike>(_ target: T, guide: T) -> T {
    checkPair(target: target.shape, guide: guide.shape)
    return rounds(target, guide: guide)
  }

  /// Restores a target and reports each round.
  ///
  /// - Parameter observe: called after each round.
  public func restore(
    _ target: Tensor, guide: Tensor, observe: (DeepAMProgress) -> Void = { _ in }
  ) -> Tensor {
    checkPair(target: target.shape, guide: guide.shape)
    return rounds.restore(target, guide: guide, observe: observe)
  }

  public func filter(
    _ planes: Tensor, guide: Tensor?, tileSize: Int, progress: (Double) throws -> Void
  ) rethrows -> Tensor {
    try rounds.restore(planes, guide: guide!, tileSize: tileSize, progress: progress)
  }
}

extension JointDeepAM.Hyperparameters: JointArchitecture {
  public static var architectureName: String { "JointDeepAM" }

  public var reach: Int { reachOfRounds(rounds, depth: depth + max(0, guideDepth - mergingLayer)) }

  public var alignment: Int { 1 }

  public func check(path: String) throws(Failure) {
    try demandRounds(
      rounds, depth: depth, channels: channels, gammaLayer: gammaLayer, gammaFloor: gammaFloor,
      path)
    try demand((1...100).contains(guideDepth), "guideDepth", "a number in 1...100", path)
    try demand(
      mergingLayer >= 1 && mergingLayer < depth - 1, "mergingLayer",
      "a number from 1 to depth less 2", path)
  }

  public func network(in scope: ParameterScope) -> any JointNetwork {
    JointDeepAM(self, in: scope)
  }
}
