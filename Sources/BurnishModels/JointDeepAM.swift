// Y. Kim, H. Jung, D. Min, K. Sohn, "Deeply Aggregated Alternating Minimization for Image Restoration"
// (DeepAM), section 4.2.
//
// Departures from the paper: those of DeepAM.

import BurnishCore
import BurnishNetworks
import BurnishSolvers
import BurnishTensors

/// ``DeepAM`` under the guidance of a second image: a small network sees the guide in each round, and
/// its features join those of the round's third layer.
public struct JointDeepAM: JointNetwork, StagedNetwork {
  public struct Hyperparameters: Sendable, Hashable, Codable {
    /// K in the paper. Each round has weights of its own.
    public var rounds = 2
    /// The convolutions of a round's network.
    public var depth = 10
    /// Channels of the layers between.
    public var channels = 64
    /// The layer whose features γ is predicted from, 1 to depth - 1.
    public var gammaLayer = 8
    /// What γ is at least, for samples in 0...1.
    public var gammaFloor: Float = 1e-3
    /// Whether the network predicts by what v differs from the differences of the present image,
    /// and not v itself, as the paper has it.
    public var residual = false
    /// The convolutions of the guide's network.
    public var guideDepth = 3
    /// The layer whose features those of the guide join, 1 to depth - 2.
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

  /// - Parameter seed: of the initial weights.
  public init(_ hyperparameters: Hyperparameters = .init(), seed: UInt64 = 0) {
    self.init(hyperparameters, in: ParameterScope(seed: seed))
  }

  /// - Parameter scope: the root in which the layers draw or read their weights.
  public init(_ hyperparameters: Hyperparameters, in scope: ParameterScope) {
    let depth = hyperparameters.depth
    precondition(
      hyperparameters.rounds >= 1 && (1..<depth).contains(hyperparameters.gammaLayer)
        && hyperparameters.guideDepth >= 1
        && (1..<depth - 1).contains(hyperparameters.mergingLayer),
      "\(hyperparameters.rounds) rounds of \(depth) layers have no γ from layer \(hyperparameters.gammaLayer) or no guide of \(hyperparameters.guideDepth) layers behind layer \(hyperparameters.mergingLayer)"
    )
    self.hyperparameters = hyperparameters
    rounds = DeepAMRounds(
      (1...hyperparameters.rounds).map {
        DeepAMRound(hyperparameters.choices, in: scope["round\($0)"])
      })
    parameters = scope.parameters
  }

  /// Solves the systems, forward and backward.
  public var solver: WeightedPoissonSolver {
    get { rounds.solver }
    set { rounds.solver = newValue }
  }

  public var reconstructions: ReconstructionRecord? { rounds.record }

  public func callAsFunction<T: TensorLike>(_ target: T, guide: T) -> T {
    checkPair(target: target.shape, guide: guide.shape)
    return rounds(target, guide: guide)
  }

  /// The restored target, and word of how each round came about.
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
