import Burnish
import BurnishCore
import BurnishNetworks
import BurnishTensors

/// Another program's network in the form of one of this package's networks.
struct ImportedNetwork {
  let hyperparameters: any ArchitectureHyperparameters
  /// The weights by the paths of this package's network.
  let weights: [String: Tensor]

  /// Fills a network with weights.
  ///
  /// - Parameters:
  ///   - hyperparameters: the network's hyperparameters, within their ranges.
  ///   - parameters: the network's parameters; only their paths and shapes are used.
  ///   - file: the weight file.
  ///   - weight: returns the tensor for a parameter, in the parameter's shape, and the tensor's name in the file.
  /// - Throws: the errors of `weight`, and ``Failure`` if a tensor holds NaN or infinities.
  init(
    _ hyperparameters: any ArchitectureHyperparameters, _ parameters: ParameterSet,
    file: ForeignFile, weight: (Parameter) throws(Failure) -> (name: String, tensor: Tensor)
  ) throws(Failure) {
    self.hyperparameters = hyperparameters
    var weights: [String: Tensor] = [:]
    for parameter in parameters {
      let (name, tensor) = try weight(parameter)
      require(
        tensor.shape == parameter.shape,
        "the tensor of shape \(tensor.shape) is not what \(parameter.path) needs")
      guard tensor.withUnsafeSamples({ $0.allSatisfy(\.isFinite) }) else {
        throw file.unsupported(
          "the tensor \"\(name)\" holds NaN or infinities", wanted: "finite weights")
      }
      weights[parameter.path] = tensor
    }
    self.weights = weights
  }
}
