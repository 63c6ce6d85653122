import Burnish
import BurnishCore
import BurnishData

/// The measurement of weights by one evaluation on one of its sets.
struct SplitMeasurement<Row: PublishedEvaluation>: PublishedMeasurement {
  let set: String
  let split: Split<Row.Samples>

  func figures(
    of weights: String, undoing degradation: Degradation, progress: EvaluationProgress
  ) throws -> [ModelCard.Figure] {
    let reports = try Row.reports(
      of: weights, undoing: degradation, on: split, progress: progress)
    guard let reports else {
      throw Failure(
        .badData, weights, found: "weights for \(degradation.description)",
        wanted: "weights that are measured on the data set \(set)")
    }
    var figures: [ModelCard.Figure] = []
    for report in reports {
      for (index, metric) in report.metrics.enumerated()
      where Row.publishedMetrics.contains(metric) {
        figures.append(report.figure(index, named: Row.figureName(metric)))
      }
    }
    return figures
  }
}

extension EvaluationReport {
  /// Returns the figure of all images by one metric, for a model card.
  fileprivate func figure(_ index: Int, named metric: String) -> ModelCard.Figure {
    var figure = ModelCard.Figure(
      set: set, protocol: self.protocol, metric: metric, value: means[index], images: rows.count)
    switch strength {
    case .factor(let factor): figure.factor = factor
    case .sigma(let sigma): figure.sigma = Float(sigma)
    case .missing, nil: break
    }
    return figure
  }
}
