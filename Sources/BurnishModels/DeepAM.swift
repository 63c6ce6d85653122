// Y. Kim, H. Jung, D. Min, K. Sohn, "Deeply Aggregated Alternating Minimization for Image Restoration"
// (DeepAM).
//
// Departures from the paper:
// - Conjugate gradients use a multigrid preconditioner instead of incomplete Cholesky. They stop at a
//   tolerance instead of after ten iterations.
// - The paper does not say how to compute γ from the features of the eighth layer. This code uses a
//   convolution of 3 x 3, ReLU, and a small constant. Without the constant, the matrix would be singular.

import BurnishCore
import BurnishNetworks
import BurnishSolvers
import BurnishTensors

/// Restores a gray image f in a few rounds. Each round predicts differences v and weights γ for every
/// pixel and solves `(Γ + D'D) u = Γ f + D'v` for the next image u.
public struct DeepAM: ImageNetwork, StagedNetwork {
  public struct Hyperparameters: Sendable, Hashable, Codable {
    /// The number of rounds, K in the paper. Each round has separate weights.
    public var rounds = 3
    /// The number of convolutions in a round's network.
    public var depth = 10
    /// The number of channels in the inner layers.
    public var channels = 64
    /// The layer whose features predict γ, 1 to depth - 1.
    public var gammaLayer = 8
    /// The minimum of γ, for samples in 0...1.
    public var gammaFloor: Float = 1e-3
    /// Whether the network predicts v relative to the differences of the current image. The paper predicts
    /// v itself. If true, a round that predicts 0 changes nothing. But γ, which lets a reconstruction
    /// average noise, then has little effect.
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

  /// - Parameter seed: the seed of the initial weights.
  public init(_ hyperparameters: Hyperparameters = .init(), seed: UInt64 = 0) {
    self.init(hyperparameters, in: ParameterScope(seed: seed))
  }

  /// - Parameter scope: the root in which the layers draw or read their weights.
  public init(_ hyperparameters: Hyperparameters, in scope: ParameterScope) {
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

  /// Restores each channel separately.
  public func callAsFunction<T: TensorLike>(_ image: T) -> T {
    let shape = image.shape
    require(shape.count == 4, "images [N, C, H, W] were expected, not \(shape)")
    guard shape[1] > 1 else { return rounds(image, guide: nil) }
    let planes = image.reshaped(to: [shape[0] * shape[1], 1, shape[2], shape[3]])
    return rounds(planes, guide: nil).reshaped(to: shape)
  }

  /// Restores one channel after the other, so memory is needed for only one.
  public func filter(_ image: Tensor) -> Tensor { restore(image) }

  /// Restores an image and reports each round.
  ///
  /// - Parameter observe: called after each round.
  public func restore(
    _ image: Tensor, observe: (DeepAMProgress) -> Void = { _ in }
  ) -> Tensor {
    let shape = image.shape
    require(shape.count == 4, "images [N, C, H, W] were expected, not \(shape)")
    let planes = image.split(counts: Array(repeating: 1, count: shape[1]))
    return Tensor.joined(planes.map { rounds.restore($0, guide: nil, observe: observe) })
  }

  /// - Parameter guide: ignored.
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
