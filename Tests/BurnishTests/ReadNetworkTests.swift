import Burnish
import BurnishCore
import BurnishModels
import BurnishNetworks
import BurnishTensors
import Testing

/// Networks built in a reading scope.
@Suite struct ReadNetworkTests {
  /// The hyperparameters of a small network of each architecture.
  static let architectures: [any ArchitectureHyperparameters] = {
    var (fdkn, dkn, djf) = (FDKN.Hyperparameters(), DKN.Hyperparameters(), DJF.Hyperparameters())
    var (rbdn, autoencoder) = (RBDN.Hyperparameters(), DenoisingAutoencoder.Hyperparameters())
    var (deepAM, joint) = (DeepAM.Hyperparameters(), JointDeepAM.Hyperparameters())
    fdkn.channels = [4, 4, 4, 4, 4, 8]
    dkn.channels = [4, 4, 4, 4, 4, 6, 8]
    (djf.branchChannels, djf.jointChannels) = ([6, 5, 1], [5, 4, 1])
    (rbdn.branches, rbdn.channels, rbdn.depth, rbdn.residual) = (2, 4, 2, true)
    (autoencoder.channels, autoencoder.depth) = (4, 4)
    (deepAM.rounds, deepAM.channels) = (2, 4)
    (joint.rounds, joint.channels) = (2, 4)
    return [fdkn, dkn, djf, rbdn, autoencoder, deepAM, joint]
  }()

  private func parameters(
    _ architecture: any ArchitectureHyperparameters, in scope: ParameterScope
  ) -> ParameterSet {
    switch architecture {
    case let joint as any JointArchitecture: joint.network(in: scope).parameters
    case let image as any ImageArchitecture: image.network(in: scope).parameters
    default: preconditionFailure("\(architecture) is of no kind")
    }
  }

  @Test func eachArchitectureIsTried() {
    #expect(
      Self.architectures.map { type(of: $0).architectureName }.sorted()
        == Architecture.known.map { $0.architectureName }.sorted())
  }

  /// Every parameter has the given tensor. No layer changes it afterward or draws random values.
  @Test(arguments: architectures.indices) func tensorsAreThoseThatAreGiven(_ index: Int) throws {
    let architecture = Self.architectures[index]
    let shapes = parameters(architecture, in: .blank())
    var random = RandomNumbers(seed: 11)
    let tensors = Dictionary(
      uniqueKeysWithValues: shapes.map { ($0.path, random.normal(shape: $0.shape)) })
    let read = try ParameterScope.reading(tensors, from: "w") {
      parameters(architecture, in: $0)
    }
    let drawn = parameters(architecture, in: ParameterScope(seed: 1))
    #expect(read.paths == drawn.paths && shapes.paths == drawn.paths)
    #expect(read.map(\.kind) == drawn.map(\.kind) && read.map(\.shape) == drawn.map(\.shape))
    for parameter in read {
      #expect(parameter.value.values == tensors[parameter.path]!.values, "\(parameter.path)")
    }
  }

  /// The error names the first missing tensor in the order of the layers, and no network is built.
  @Test(arguments: architectures.indices) func whatIsMissingIsNamed(_ index: Int) throws {
    let architecture = Self.architectures[index]
    let drawn = parameters(architecture, in: ParameterScope(seed: 1))
    let last = try #require(drawn.paths.last)
    var tensors = drawn.snapshot()
    tensors[last] = nil
    let missing = #expect(throws: Failure.self) {
      try ParameterScope.reading(tensors, from: "w") { parameters(architecture, in: $0) }
    }
    #expect(missing?.found == "there is no tensor \"\(last)\"")
    let none = #expect(throws: Failure.self) {
      try ParameterScope.reading([:], from: "w") { parameters(architecture, in: $0) }
    }
    #expect(none?.found == "there is no tensor \"\(drawn.paths[0])\"")
  }

  /// The reader looks for each tensor before it allocates memory. The parameters of this network would take
  /// 60 GB.
  @Test func networksWithoutTensorsTakeNoMemory() throws {
    var djf = DJF.Hyperparameters()
    djf.branchChannels = [Int](repeating: 1024, count: 16)
    djf.branchKernelSizes = [Int](repeating: 31, count: 16)
    djf.jointChannels = [Int](repeating: 1024, count: 15) + [1]
    djf.jointKernelSizes = [Int](repeating: 31, count: 16)
    (djf.branchPadding, djf.jointPadding) = (15, 15)
    try djf.check(path: "w")
    let failure = #expect(throws: Failure.self) {
      try ParameterScope.reading([:], from: "w") { parameters(djf, in: $0) }
    }
    #expect(failure?.found.hasPrefix("there is no tensor") == true)
  }

  /// The bias of γ starts at 0.3.
  @Test func gammaBeginsAboveZero() {
    let network = DeepAM(seed: 2)
    #expect(network.parameters["round1.gamma.bias"]?.value.values == [0.3])
  }
}
