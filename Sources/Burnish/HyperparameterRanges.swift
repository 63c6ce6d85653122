import BurnishModels
import BurnishTensors

// Hyperparameters come from files, recipes and model cards. What a network demands of them by
// preconditions is asked for here first, with bounds on what a damaged file can make it allocate.

extension FDKN.Hyperparameters {
  /// Six convolutions of 3 x 3 over blocks of 4 x 4 pixels, and the window that kernels sample
  /// from.
  var reach: Int { max(6 * 4 + 3, windowRadius + 1) }

  /// - Parameter path: the file that they come from, for the failure's sake.
  /// - Throws: ``Failure`` of the kind `badData` with the name of the first that is out of range.
  public func check(path: String) throws(Failure) {
    try demand(
      channels.count == 6 && channels.allSatisfy((1...1024).contains), "channels",
      "six numbers in 1...1024", path)
    try demand(
      kernelSize % 2 == 1 && (1...15).contains(kernelSize), "kernelSize", "an odd number in 1...15",
      path)
    try demand((0...64).contains(windowRadius), "windowRadius", "a number in 0...64", path)
  }
}

extension DJF.Hyperparameters {
  /// The halves of all kernels, one after the other.
  var reach: Int { (branchKernelSizes + jointKernelSizes).reduce(0) { $0 + $1 / 2 } }

  /// - Parameter path: the file that they come from, for the failure's sake.
  /// - Throws: ``Failure`` of the kind `badData` with the name of the first that is out of range.
  public func check(path: String) throws(Failure) {
    for (name, channels, sizes) in [
      ("branch", branchChannels, branchKernelSizes), ("joint", jointChannels, jointKernelSizes),
    ] {
      try demand(
        !channels.isEmpty && channels.allSatisfy((1...1024).contains), "\(name)Channels",
        "numbers in 1...1024", path)
      try demand(
        sizes.count == channels.count && sizes.allSatisfy { $0 % 2 == 1 && (1...31).contains($0) },
        "\(name)KernelSizes", "as many odd numbers in 1...31 as there are \(name)Channels", path)
    }
    try demand(jointChannels.last == 1, "jointChannels", "a last one of 1", path)
  }
}

private func demand(
  _ condition: Bool, _ name: String, _ wanted: String, _ path: String
) throws(Failure) {
  guard !condition else { return }
  throw Failure(
    .badData, path, found: "the hyperparameter \(name) is out of range", wanted: wanted)
}
