import BurnishCore
import BurnishModels
import BurnishNetworks

extension FDKN.Hyperparameters: JointArchitecture {
  public static var architectureName: String { FDKN.architectureName }

  /// Six convolutions of 3 x 3 over blocks of 4 x 4 pixels, and the window that kernels sample
  /// from.
  public var reach: Int { max(6 * 4 + 3, windowRadius + 1) }

  public var alignment: Int { 4 }

  public func check(path: String) throws(Failure) {
    try demand(
      channels.count == 6 && channels.allSatisfy((1...1024).contains), "channels",
      "six numbers in 1...1024", path)
    try demandKernel(size: kernelSize, windowRadius: windowRadius, offsets, path)
    try demand(
      geometry == .paper || offsets == .learned, "geometry", "paper where offsets are none", path)
  }

  public func network(in scope: ParameterScope) -> any JointNetwork {
    FDKN(self, in: scope)
  }
}
