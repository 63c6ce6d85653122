// Y. Kim, H. Jung, D. Min, K. Sohn, "Deeply Aggregated Alternating Minimization for Image Restoration"
// (DeepAM).
//
// Departures from the paper:
// - Conjugate gradients are preconditioned by multigrid instead of incomplete Cholesky and go on until
//   a tolerance is reached instead of for ten iterations.
// - The paper does not say how γ comes from the features of the eighth layer: here by a convolution
//   of 3 x 3, ReLU and a small constant, without which the matrix would be singular.

import BurnishCore
import BurnishNetworks
import BurnishSolvers
import BurnishTensors

/// Restores a gray image in a few rounds: each predicts differences v and weights γ for every pixel
/// and solves `(Γ + D'D) u = Γ f + D'v` for the next image u, f being the input.
public struct DeepAM: ImageNetwork, StagedNetwork {
  public struct Hyperparameters: Sendable, Hashable, Codable {
    /// K in the paper. Each round has weights of its own.
    public var rounds = 3
    /// The convolutions of a round's network.
    public var depth = 10
    /// Channels of the layers between.
    public var channels = 64
    /// The layer whose features γ is predicted from, 1 to depth - 1.
    public var gammaLayer = 8
    /// What γ is at least, for samples in 0...1.
    public var gammaFloor: Float = 1e-3
    /// Whether the network predicts by what v differs from the differences of the present image,
    /// and not v itself, as the paper has it. Then a round that predicts nothing changes nothing; but
    /// γ, by which a reconstruction averages noise, is left with little to do.
    public var residual = false

    public init() {}

    var choices: DeepAMChoices {
      DeepAMChoices(
        depth: depth, channels: channels, gammaLayer: gammaLayer, gammaFloor: gammaFloor,
        residual: residual)
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
    precondition(
      hyperparameters.rounds >= 1
        && (1..<hyperparameters.depth).contains(hyperparameters.gammaLayer),
      "\(hyperparameters.rounds) rounds of \(hyperparameters.depth) layers have no γ from layer \(hyperparameters.gammaLayer)"
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

  /// Channels are restored each by itself.
  public func callAsFunction<T: TensorLike>(_ image: T) -> T {
    let shape = image.shape
    precondition(shape.count == 4, "images [N, C, H, W] were expected, not \(shape)")
    guard shape[1] > 1 else { return rounds(image, guide: nil) }
    let planes = image.reshaped(to: [shape[0] * shape[1], 1, shape[2], shape[3]])
    return rounds(planes, guide: nil).reshaped(to: shape)
  }

  /// One channel after the other, so that memory is that of a single one.
  public func filter(_ image: Tensor) -> Tensor { restore(image) }

  /// The restored image, and word of how each round came about.
  ///
  /// - Parameter observe: called after each round.
  public func restore(
    _ image: Tensor, observe: (DeepAMProgress) -> Void = { _ in }
  ) -> Tensor {
    let shape = image.shape
    precondition(shape.count == 4, "images [N, C, H, W] were expected, not \(shape)")
    let planes = image.split(counts: Array(repeating: 1, count: shape[1]))
    return Tensor.joined(planes.map { rounds.restore($0, guide: nil, observe: observe) })
  }

  /// - Parameter guide: there is none.
  public func filter(
    _ planes: Tensor, guide: Tensor? = nil, tileSize: Int, progress: (Double) throws -> Void
  ) rethrows -> Tensor {
    try rounds.restore(planes, guide: nil, tileSize: tileSize, progress: progress)
  }
}

extension DeepAM.Hyperparameters: ImageArchitecture {
  public static var architectureName: String { "DeepAM" }

  public var imageChannels: Int { 1 }

  public var reach: Int { reachOfRounds(rounds, depth: depth) }

  public var alignment: Int { 1 }

  public func check(path: String) throws(Failure) {
    try demandRounds(
      rounds, depth: depth, channels: channels, gammaLayer: gammaLayer, gammaFloor: gammaFloor,
      path)
  }

  public func network(in scope: ParameterScope) -> any ImageNetwork {
    DeepAM(self, in: scope)
  }
}
