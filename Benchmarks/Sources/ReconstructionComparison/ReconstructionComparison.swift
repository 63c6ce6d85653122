import BurnishImages
import BurnishModels
import BurnishNetworks
import BurnishSolvers
import BurnishTensors
import Foundation

/// Compares preconditioners of DeepAM's reconstructions on the systems that a trained network predicts. It measures
/// the processor time of one thread and the iterations until the residual has fallen.
///
///     ReconstructionComparison WEIGHTS SIGMA residual|paper IMAGE...
@main
enum ReconstructionComparison {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 4, let sigma = Float(arguments[2]) else {
      FileHandle.standardError.write(
        Data("usage: ReconstructionComparison WEIGHTS SIGMA residual|paper IMAGE...\n".utf8))
      exit(64)
    }
    Parallel.threadCount = 1
    let network = try network(arguments[1], isResidual: arguments[3] == "residual")
    var systems: [ReconstructionSystem] = []
    for (index, path) in arguments.dropFirst(4).enumerated() {
      var random = RandomNumbers(seed: 7, stream: UInt64(index))
      let clean = try Image.read(path).grayscale().samples
      let f = clean + random.normal(shape: clean.shape, standardDeviation: sigma / 255)
      var image = f
      _ = network.restore(f) { progress in
        systems.append(
          ReconstructionSystem(
            f: f, differences: progress.differences, gamma: progress.gamma, start: image))
        image = progress.image
      }
    }
    describe(systems)
    print("| preconditioner | set-up | 1e-2 | 1e-3 | 1e-4 | 1e-5 | 1e-6 | iterations to 1e-5 |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for method in Method.allCases {
      // The first pass is a warm-up. For each system, the best of the others counts.
      let passes = (0..<4).map { _ in systems.map { $0.trace(method) } }.dropFirst()
      func best(_ value: (Trace) -> Double) -> String {
        let times = systems.indices.map { index in passes.map { value($0[index]) }.min()! }
        let mean = times.reduce(0, +) / Double(times.count)
        return mean.isFinite ? String(format: "%.2f", mean * 1e3) : "never"
      }
      let columns = Trace.tolerances.indices.map { index in best { $0.seconds[index] } }
      let counts = passes.last!.map { $0.iterations[3] }
      let cells =
        [method.rawValue, best(\.setup)] + columns
        + ["\(counts.min()!) to \(counts.max()!)"]
      print("| " + cells.joined(separator: " | ") + " |")
    }
  }

  /// Loads the network. The names of the weights give the number of rounds; other settings are DeepAM's defaults.
  private static func network(_ path: String, isResidual: Bool) throws -> DeepAM {
    let tensors = try Safetensors.read(path).tensors
    var hyperparameters = DeepAM.Hyperparameters()
    hyperparameters.rounds = tensors.keys.filter { $0.hasSuffix(".gamma.bias") }.count
    hyperparameters.residual = isResidual
    let model = DeepAM(hyperparameters)
    try model.parameters.load(tensors, from: path)
    return model
  }

  private static func describe(_ systems: [ReconstructionSystem]) {
    let sorted = systems.flatMap(\.gamma.values).sorted()
    let quantiles = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1].map { part in
      String(format: "%.4f", sorted[Int(part * Double(sorted.count - 1))])
    }
    print(
      "\(systems.count) systems; γ at least, and at 5, 25, 50, 75, 95 and 100 %: "
        + quantiles.joined(separator: ", "))
    for tolerance in Trace.tolerances {
      let differences = systems.flatMap { system in
        let exact = system.solution(tolerance: 1e-8)
        return zip(system.solution(tolerance: tolerance), exact).map { abs($0 - $1) }
      }
      print(
        String(
          format: "tolerance %.0e: samples of 0...1 are off by %.1e at most", tolerance,
          differences.max()!))
    }
    print("Milliseconds of one thread until the relative residual is:\n")
  }
}

extension ReconstructionSystem {
  fileprivate func solution(tolerance: Double) -> [Float] {
    WeightedPoissonSolver(relativeTolerance: tolerance, maximumIterations: 30)
      .solve(gamma: gamma, b, from: start).u.values
  }
}
