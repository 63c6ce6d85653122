import Burnish
import BurnishCore
import Foundation

/// The iterations of a restoration as a table or a plot.
public struct RestorationTrace: Sendable {
  public let iterations: [RestorationIteration]

  public init(_ iterations: [RestorationIteration]) { self.iterations = iterations }

  /// A plot of the energy and its weighted parts before each iteration; without a prior, only the data part.
  public var plot: LinePlot {
    func points(_ value: (RestorationIteration) -> Double) -> [LinePlot.Point] {
      iterations.map { LinePlot.Point(x: Double($0.number), y: value($0)) }
    }
    var plot = LinePlot(
      title: "Restoration", horizontal: .init("iteration"), vertical: .init("energy", .logarithmic))
    plot.series = [
      .init("energy", points: points(\.energy)),
      .init("data", points: points { (1 - $0.priorWeight) * $0.dataResidual / 2 }),
    ]
    if iterations.contains(where: { $0.priorWeight > 0 }) {
      plot.series.append(.init("prior", points: points { $0.priorWeight * $0.priorResidual / 2 }))
    }
    return plot
  }

  /// A table of comma-separated values with a header. The equations' residual is empty for descents, and the
  /// decibels are empty if the truth is unknown.
  public var table: String {
    let names =
      "iteration,prior_weight,energy,data_residual,prior_residual,equations_residual,psnr"
    let rows = iterations.map { iteration in
      let values: [Double?] = [
        iteration.priorWeight, iteration.energy, iteration.dataResidual, iteration.priorResidual,
        iteration.equationsResidual, iteration.decibels,
      ]
      let words = values.map { $0.map { String(format: "%.9g", $0) } ?? "" }
      return (["\(iteration.number)"] + words).joined(separator: ",")
    }
    return ([names] + rows + [""]).joined(separator: "\n")
  }

  /// Writes the table or the plot, by the file's extension.
  ///
  /// - Throws: ``Failure``: `usage` for any other extension; `cannotCreate` or `inputOutput`, as `AtomicFile`
  ///   does.
  public func write(to path: String) throws(Failure) {
    switch try EnergyTrace.Format(path: path) {
    case .csv: try AtomicFile.write(Array(table.utf8), to: path)
    case .svg: try plot.write(to: path)
    }
  }
}
