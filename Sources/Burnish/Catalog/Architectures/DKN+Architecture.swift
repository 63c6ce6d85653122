import BurnishCore
import BurnishModels
import BurnishNetworks

extension DKN.Hyperparameters: JointArchitecture {
  public static var architectureName: String { DKN.architectureName }

  /// The windows of 51 x 51 pixels that kernels are predicted from, and that which they sample from.
  public var reach: Int { max(25, windowRadius + 1) }

  public var alignment: Int { 1 }

  public func check(path: String) throws(Failure) {
    try demand(
      channels.count == 7 && channels.allSatisfy((1...1024).contains), "channels",
      "seven numbers in 1...1024", path)
    try demandKernel(size: kernelSize, windowRadius: windowRadius, offsets, path)
  }

  public func network(in scope: ParameterScope) -> any JointNetwork {
    DKN(self, in: scope)
  }
}
