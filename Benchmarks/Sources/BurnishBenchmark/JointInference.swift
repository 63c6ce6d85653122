import BurnishCore
import BurnishModels
import BurnishNetworks
import BurnishTensors

/// FDKN, DKN, or DJFR on one target and its guide.
struct JointInference: BenchmarkCase {
  private let network: any JointNetwork
  private let target: Tensor
  private let guide: Tensor

  init(_ name: String, files: BenchmarkFiles) throws {
    let (weights, path) = try files.weights(of: name)
    let model: any JointNetwork =
      switch name {
      case "fdkn": try Self.fdkn(fitting: weights, path)
      case "dkn": try Self.dkn(fitting: weights, path)
      default: try Self.djfr(fitting: weights, path)
      }
    try model.parameters.load(weights, from: path)
    network = model
    let inputs = try files.inputs("target", "guide")
    (target, guide) = (inputs[0], inputs[1])
  }

  func run() -> Tensor { network.filter(target, guide: guide).plain() }

  private static func fdkn(fitting weights: [String: Tensor], _ path: String) throws -> FDKN {
    var hyperparameters = FDKN.Hyperparameters()
    hyperparameters.channels = try channels(layers: 6, in: weights, path)
    let blocks = try shape("guide.conv1.weight", in: weights, path)[1]
    hyperparameters.guide = blocks == 16 ? .gray : .color
    return FDKN(hyperparameters)
  }

  private static func dkn(fitting weights: [String: Tensor], _ path: String) throws -> DKN {
    var hyperparameters = DKN.Hyperparameters()
    hyperparameters.channels = try channels(layers: 7, in: weights, path)
    return DKN(hyperparameters)
  }

  private static func djfr(fitting weights: [String: Tensor], _ path: String) throws -> DJF {
    var hyperparameters = DJF.Hyperparameters()
    hyperparameters.branchChannels = try channels(layers: 3, in: weights, path)
    hyperparameters.jointChannels = try (1...3).map { layer in
      try shape("joint.conv\(layer).weight", in: weights, path)[0]
    }
    return DJF(hyperparameters)
  }

  /// The channels of each layer in the guide's branch.
  private static func channels(
    layers: Int, in weights: [String: Tensor], _ path: String
  ) throws -> [Int] {
    try (1...layers).map { try shape("guide.conv\($0).weight", in: weights, path)[0] }
  }

  private static func shape(
    _ name: String, in weights: [String: Tensor], _ path: String
  ) throws -> [Int] {
    guard let tensor = weights[name], tensor.shape.count == 4 else {
      throw Failure(.badData, path, found: "no convolution \(name)", wanted: "one")
    }
    return tensor.shape
  }
}
