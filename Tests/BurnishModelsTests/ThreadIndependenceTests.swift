import BurnishNetworks
import BurnishTensors
import Testing
import _TestSupport

@testable import BurnishModels

/// Every network gives the same bytes for any number of threads, with any instruction set.
@Suite(.serialized) struct ThreadIndependenceTests {
  private struct Network {
    let name: String
    /// The network's output for an image and a guide.
    let apply: (_ target: Tensor, _ guide: Tensor) -> Tensor

    init(_ name: String, joint network: any JointNetwork) throws {
      try Self.fill(network.parameters)
      self.name = name
      apply = { network.filter($0, guide: $1) }
    }

    /// - Parameter takesColor: whether the network takes the guide instead of the target.
    init(_ name: String, image network: any ImageNetwork, takesColor: Bool = false) throws {
      try Self.fill(network.parameters)
      self.name = name
      apply = { network.filter(takesColor ? $1 : $0) }
    }

    /// Fills weights that start as zeros, because these would hide differences.
    private static func fill(_ parameters: ParameterSet) throws {
      var random = RandomNumbers(seed: 7)
      var tensors: [String: Tensor] = [:]
      for parameter in parameters {
        let isEmpty = parameter.isTrainable && parameter.value.values.allSatisfy { $0 == 0 }
        tensors[parameter.path] =
          isEmpty ? random.uniform(shape: parameter.shape, in: -0.02..<0.02) : parameter.value
      }
      try parameters.load(tensors, from: "random numbers")
    }
  }

  private static func networks() throws -> [Network] {
    func rbdn(_ change: (inout RBDN.Hyperparameters) -> Void) -> RBDN {
      var hyperparameters = RBDN.Hyperparameters()
      (hyperparameters.channels, hyperparameters.depth) = (16, 3)
      change(&hyperparameters)
      return RBDN(hyperparameters, seed: 5)
    }
    return [
      try Network("FDKN", joint: FDKN()), try Network("DKN", joint: DKN()),
      try Network("DJFR", joint: DJF()),
      try Network("joint DeepAM", joint: JointDeepAM()), try Network("DeepAM", image: DeepAM()),
      try Network("autoencoder", image: DenoisingAutoencoder(), takesColor: true),
      try Network("RBDN", image: rbdn { _ in }),
      try Network("RBDN, rearranged", image: rbdn { $0.halving = .rearrangement }),
      try Network("RBDN, bilinear", image: rbdn { $0.upsampling = .bilinear }),
    ]
  }

  @Test func bytesDependNotOnThreads() throws {
    var random = RandomNumbers(seed: 2)
    let target = random.uniform(shape: [1, 1, 75, 90])
    let guide = random.uniform(shape: [1, 3, 75, 90])
    for network in try Self.networks() {
      let one = withThreadCount(1) { network.apply(target, guide) }
      #expect(one.values.allSatisfy { $0.isFinite })
      for threads in [2, 3, 4, 16] {
        let more = withThreadCount(threads) { network.apply(target, guide) }
        #expect(byteMismatch(more, one) == nil, "\(network.name), \(threads) threads")
      }
    }
  }
}
