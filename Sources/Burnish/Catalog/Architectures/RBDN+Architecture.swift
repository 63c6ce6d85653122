import BurnishCore
import BurnishModels
import BurnishNetworks

extension RBDN.Hyperparameters: ImageArchitecture {
  public static var architectureName: String { RBDN.architectureName }

  public var imageChannels: Int { inputChannels }

  /// Four pixels for each kernel of 9 x 9, two for each convolution at half the resolution, in branch k
  /// `2^k` for those at its parent's resolution and twice that for those at its own; and what pooling adds
  /// where a block is seen whole.
  public var reach: Int {
    let ofBranches = (0..<branches).reduce(0) { sum, index in
      sum + (2 << index) * (upsampling == .learned ? 4 : 5)
    }
    return 2 * 4 + 2 * depth + ofBranches + block - 1
  }

  public var alignment: Int { block }

  public func check(path: String) throws(Failure) {
    try demand((1...16).contains(inputChannels), "inputChannels", "a number in 1...16", path)
    try demand((1...1024).contains(outputChannels), "outputChannels", "a number in 1...1024", path)
    try demand((0...4).contains(branches), "branches", "a number in 0...4", path)
    try demand((1...1024).contains(channels), "channels", "a number in 1...1024", path)
    try demand(
      halving == .pooling || channels % 4 == 0, "channels",
      "a multiple of 4 where halving is rearrangement", path)
    try demand((1...100).contains(depth), "depth", "a number in 1...100", path)
    try demand(
      !residual || inputChannels == outputChannels, "residual",
      "false where inputChannels and outputChannels differ", path)
  }

  public func network(in scope: ParameterScope) -> any ImageNetwork {
    RBDN(self, in: scope)
  }
}
