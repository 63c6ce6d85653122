import BurnishCore
import BurnishNetworks
import BurnishSolvers
import BurnishTensors

/// The report on one round that an observer receives.
public struct DeepAMProgress: Sendable {
  /// Counts from 1.
  public let round: Int
  /// The predicted differences, `[N, 2, H, W]`.
  public let differences: Tensor
  /// The predicted diagonal of Γ, `[N, 1, H, W]`.
  public let gamma: Tensor
  /// The image after the round, `[N, 1, H, W]`.
  public let image: Tensor
  /// The iterations, residual, and termination of the solver, for each image.
  public let reports: [WeightedPoissonSolver.Report]
}

/// The rounds of a network: each makes a prediction and solves a system.
struct DeepAMRounds: Sendable {
  let rounds: [DeepAMRound]
  var solver = WeightedPoissonSolver()
  let record = ReconstructionRecord()

  /// - Parameter scope: the network's scope, which registers the rounds as `round1`, `round2`, ….
  init(_ count: Int, of choices: DeepAMChoices, in scope: ParameterScope) {
    require(count >= 1, "\(count) rounds are no network")
    rounds = (1...count).map { DeepAMRound(choices, in: scope["round\($0)"]) }
  }

  /// - Parameters:
  ///   - f: the input of the whole network, `[N, 1, H, W]`.
  ///   - guide: `[N, 3, H, W]`.
  func callAsFunction<T: TensorLike>(_ f: T, guide: T?) -> T {
    restore(f, predict: { $1.predict($0, guide: guide) }, observe: { _, _, _, _, _ in })
  }

  /// - Parameter observe: called after each round.
  func restore(_ f: Tensor, guide: Tensor?, observe: (DeepAMProgress) -> Void) -> Tensor {
    restore(f, predict: { $1.predict($0, guide: guide) }) {
      observe(
        DeepAMProgress(round: $0, differences: $1, gamma: $2, image: $3, reports: $4))
    }
  }

  /// Restores planes with predictions in tiles, as in ``StagedNetwork``.
  func restore(
    _ planes: Tensor, guide: Tensor?, tileSize: Int, progress: (Double) throws -> Void
  ) rethrows -> Tensor {
    let (height, width) = (planes.shape[2], planes.shape[3])
    let images = planes.reshaped(to: [planes.shape[1], 1, height, width])
    let count = images.shape[0] * rounds.count
    var done = 0
    let results = try (0..<images.shape[0]).map { index in
      // Restore one plane after the other, so memory is needed for only one.
      try restore(
        images[index..<index + 1],
        predict: { image, round in
          let both = try Tiling(tileSize: tileSize, reach: round.reach, alignment: 1).assembled(
            shape: [1, 3, height, width],
            part: { rows, columns in
              let (differences, gamma) = round.predict(
                image.cropped(rows: rows, columns: columns),
                guide: guide.map { $0.cropped(rows: rows, columns: columns) })
              return Tensor.joined([differences, gamma])
            },
            progress: { try progress((Double(done) + 0.9 * $0) / Double(count)) })
          done += 1
          let parts = both.split(counts: [2, 1])
          return (parts[0], parts[1])
        },
        observe: { _, _, _, _, _ in try progress(Double(done) / Double(count)) })
    }
    return Tensor.joined(results)
  }

  private func restore<T: TensorLike>(
    _ f: T,
    predict: (_ image: T, DeepAMRound) throws -> (differences: T, gamma: T),
    observe: (
      _ round: Int, _ differences: T, _ gamma: T, _ image: T, [WeightedPoissonSolver.Report]
    ) throws -> Void
  ) rethrows -> T {
    var image = f
    for (index, round) in rounds.enumerated() {
      let (differences, gamma) = try predict(image, round)
      let (u, reports) = solver.reconstructed(
        f, differences: differences, gamma: gamma, from: image)
      image = u
      record.add(reports)
      try observe(index + 1, differences, gamma, image, reports)
    }
    return image
  }
}
