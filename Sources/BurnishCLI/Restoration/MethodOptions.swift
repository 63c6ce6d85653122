import ArgumentParser
import Burnish

/// The way to the minimum of a prior's energy, and how far it is gone.
struct MethodOptions: ParsableArguments {
  @Option(
    name: .customLong("solver"),
    help: "splitting, the faster one, or descent, the paper's gradient descent.")
  var method = RestorationMethod.splitting

  @Option(
    help: "The number of iterations. (default: 20, and 30 where there is no noise; of descent 300)")
  var iterations: Int?

  func validate() throws {
    if let iterations, !(1...100_000).contains(iterations) {
      throw ValidationError("--iterations: \(iterations); expected 1 to 100000")
    }
  }
}

extension RestorationMethod: ExpressibleByArgument {}
