import BurnishSolvers
import BurnishTensors

/// What an observer sees of one round.
public struct DeepAMProgress: Sendable {
  /// Counts from 1.
  public let round: Int
  /// The differences that were predicted, `[N, 2, H, W]`.
  public let differences: Tensor
  /// The diagonal of Γ that was predicted, `[N, 1, H, W]`.
  public let gamma: Tensor
  /// The picture after the round, `[N, 1, H, W]`.
  public let picture: Tensor
  /// Iterations, residual and termination of the solution, for each image.
  public let reports: [ReconstructionSolver.Report]
}

/// The rounds of a network prepared for inference.
struct DeepAMRounds: Sendable {
  let rounds: [DeepAMRound.Compiled]
  let solver: ReconstructionSolver
  let record = ReconstructionRecord()

  func restore(_ f: Tensor, guide: Tensor?, observe: (DeepAMProgress) -> Void) -> Tensor {
    restore(f, predict: { $1.predict($0, guide: guide) }, observe: observe)
  }

  /// The same with predictions in parts, as ``StagedNetwork`` has it.
  func restore(
    _ planes: Tensor, guide: Tensor?, tileSize: Int, progress: (Double) throws -> Void
  ) rethrows -> Tensor {
    let (height, width) = (planes.shape[2], planes.shape[3])
    let images = planes.reshaped(to: [planes.shape[1], 1, height, width])
    let count = images.shape[0] * rounds.count
    var done = 0
    let results = try (0..<images.shape[0]).map { image in
      // One after the other, so that memory is that of a single plane.
      try restore(
        images[image..<image + 1],
        predict: { picture, round in
          let both = try Tiling(tileSize: tileSize, reach: round.reach, alignment: 1).assembled(
            shape: [1, 3, height, width],
            part: { rows, columns in
              let (differences, gamma) = round.predict(
                crop(picture, rows: rows, columns: columns),
                guide: guide.map { crop($0, rows: rows, columns: columns) })
              return concatenateChannels([differences, gamma])
            },
            progress: { try progress((Double(done) + 0.9 * $0) / Double(count)) })
          done += 1
          let parts = splitChannels(both, counts: [2, 1])
          return (parts[0], parts[1])
        },
        observe: { _ in try progress(Double(done) / Double(count)) })
    }
    return concatenateChannels(results)
  }

  private func restore(
    _ f: Tensor,
    predict: (_ picture: Tensor, DeepAMRound.Compiled) throws -> (
      differences: Tensor, gamma: Tensor
    ),
    observe: (DeepAMProgress) throws -> Void
  ) rethrows -> Tensor {
    var picture = f
    for (index, round) in rounds.enumerated() {
      let (differences, gamma) = try predict(picture, round)
      let solution = solver.reconstruct(f, differences: differences, gamma: gamma, from: picture)
      picture = solution.u
      record.add(solution.reports)
      try observe(
        DeepAMProgress(
          round: index + 1, differences: differences, gamma: gamma, picture: picture,
          reports: solution.reports))
    }
    return picture
  }
}
