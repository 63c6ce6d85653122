import BurnishCore
import BurnishFilters
import Foundation

/// The energies of a minimization as a table or as a plot.
public struct EnergyTrace: Sendable {
  public let result: AlternatingMinimization.Result

  public init(_ result: AlternatingMinimization.Result) { self.result = result }

  /// A plot of the image's energy and of the split energy with the auxiliary variable, after each iteration.
  /// Before the first iteration, both are the energy of the image alone.
  public var plot: LinePlot {
    var plot = LinePlot(
      title: "Alternating minimization", horizontal: .init("iteration"),
      vertical: .init("energy", .logarithmic))
    let start = LinePlot.Point(x: 0, y: result.initialEnergy)
    plot.series = [
      .init("energy", points: [start] + points(\.energy)),
      .init("split energy", points: points(\.splitEnergy)),
    ]
    return plot
  }

  /// A table of comma-separated values with a header. Iteration 0 is the input image.
  public var table: String {
    let names = "iteration,beta,energy,split_energy_after_threshold,split_energy,relative_residual"
    let rows = result.iterations.map { iteration in
      "\(iteration.number),\(iteration.beta),"
        + [
          iteration.energy, iteration.splitEnergyAfterThreshold, iteration.splitEnergy,
          iteration.relativeResidual,
        ].map { String(format: "%.9g", $0) }.joined(separator: ",")
    }
    return ([names, "0,,\(String(format: "%.9g", result.initialEnergy)),,,"] + rows + [""])
      .joined(separator: "\n")
  }

  /// The format of a trace file, by its extension.
  public enum Format: String, Sendable, CaseIterable {
    case csv, svg

    /// - Throws: ``Failure`` of the kind `usage` for any other extension.
    public init(path: String) throws(Failure) {
      guard let format = Self(rawValue: (path as NSString).pathExtension.lowercased()) else {
        throw Failure(
          .usage, path, found: "unknown file extension",
          wanted: ".csv or .svg")
      }
      self = format
    }
  }

  /// Writes the table or the plot, by the file's extension.
  ///
  /// - Throws: ``Failure``: `usage` for any other extension; `cannotCreate` or `inputOutput`, as `AtomicFile`
  ///   does.
  public func write(to path: String) throws(Failure) {
    switch try Format(path: path) {
    case .csv: try AtomicFile.write(Array(table.utf8), to: path)
    case .svg: try plot.write(to: path)
    }
  }

  private func points(
    _ value: (AlternatingMinimization.Iteration) -> Double
  ) -> [LinePlot.Point] {
    result.iterations.map { LinePlot.Point(x: Double($0.number), y: value($0)) }
  }
}
