import Burnish
import BurnishCore
import BurnishNetworks
import BurnishTensors

/// A network of another program in the form of one of this package's.
struct ImportedNetwork {
  let hyperparameters: any ArchitectureHyperparameters
  /// By the paths of the package's own network.
  let weights: [String: Tensor]

  /// Fills a network.
  ///
  /// - Parameters:
  ///   - hyperparameters: of the network, within their ranges.
  ///   - parameters: the network's, of which the paths and shapes count.
  ///   - file: the weights' file.
  ///   - weight: the tensor for a parameter, of the parameter's shape, and its name in the file.
  /// - Throws: what `weight` throws, and ``Failure`` where a tensor holds NaN or infinities.
  init(
    _ hyperparameters: any ArchitectureHyperparameters, _ parameters: ParameterSet,
    file: ForeignFile, weight: (Parameter) throws(Failure) -> (name: String, tensor: Tensor)
  ) throws(Failure) {
    self.hyperparameters = hyperparameters
    var weights: [String: Tensor] = [:]
    for parameter in parameters {
      let (name, tensor) = try weight(parameter)
      precondition(
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
