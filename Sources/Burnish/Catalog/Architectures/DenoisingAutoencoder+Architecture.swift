import BurnishCore
import BurnishModels
import BurnishNetworks

extension DenoisingAutoencoder.Hyperparameters: ImageArchitecture {
  public static var architectureName: String { DenoisingAutoencoder.architectureName }

  /// One pixel for each convolution of 3 x 3.
  public var reach: Int { depth }

  public var alignment: Int { 1 }

  public func check(path: String) throws(Failure) {
    try demand((1...16).contains(imageChannels), "imageChannels", "a number in 1...16", path)
    try demand((1...1024).contains(channels), "channels", "a number in 1...1024", path)
    try demand((2...200).contains(depth), "depth", "a number in 2...200", path)
  }

  public func network(in scope: ParameterScope) -> any ImageNetwork {
    DenoisingAutoencoder(self, in: scope)
  }
}
