import BurnishCore
import BurnishModels
import BurnishNetworks

extension DJF.Hyperparameters: JointArchitecture {
  public static var architectureName: String { DJF.architectureName }

  public var alignment: Int { 1 }

  public func check(path: String) throws(Failure) {
    // A crowd of layers would take as long as any of them may be wide.
    for (name, counts, channels, sizes) in [
      ("branch", 0...16, branchChannels, branchKernelSizes),
      ("joint", 1...16, jointChannels, jointKernelSizes),
    ] {
      try demand(
        counts.contains(channels.count), "\(name)Channels",
        "\(counts.lowerBound) to \(counts.upperBound) numbers", path)
      try demand(
        channels.allSatisfy((1...1024).contains), "\(name)Channels",
        "numbers in 1...1024", path)
      try demand(
        sizes.count == channels.count && sizes.allSatisfy { $0 % 2 == 1 && (1...31).contains($0) },
        "\(name)KernelSizes", "as many odd numbers in 1...31 as there are \(name)Channels", path)
    }
    try demand(jointChannels.last == 1, "jointChannels", "a last one of 1", path)
    try demand(
      (0...15).contains(branchPadding) && (0...15).contains(jointPadding) && margin >= 0,
      "branchPadding or jointPadding", "zeros that do not make the output larger than the input",
      path)
  }

  public func network(in scope: ParameterScope) -> any JointNetwork {
    DJF(self, in: scope)
  }
}
