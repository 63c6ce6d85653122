import BurnishModels
import BurnishNetworks
import BurnishTensors
import Testing
import _TestSupport

/// Parameter paths are part of the weight files' format.
@Suite("Names, shapes, and counts of parameters")
struct ParameterNameTests {
  @Test func fdkn() {
    let parameters = FDKN().parameters
    // Two branches of six convolutions, three normalizations of four tensors each, and two heads.
    #expect(parameters.paths.count == 2 * (6 * 2 + 3 * 4 + 2 * 2))
    #expect(parameters["guide.conv1.weight"]?.shape == [32, 48, 3, 3])
    #expect(parameters["target.conv1.weight"]?.shape == [32, 16, 3, 3])
    #expect(parameters["guide.norm5.running_var"]?.shape == [128])
    #expect(parameters["target.weight.weight"]?.shape == [144, 128, 1, 1])
    #expect(parameters["target.offset.bias"]?.shape == [288])
    // The release has 694,758 numbers with a gray guide, 6 of which count batches.
    var gray = FDKN.Hyperparameters()
    gray.guide = .gray
    let released = FDKN(gray).parameters.reduce(0) { $0 + $1.value.count }
    #expect(released == 694_758 - 6)
  }

  @Test func dkn() {
    let parameters = DKN().parameters
    // Two branches of seven convolutions, three normalizations of four tensors each, and two heads.
    #expect(parameters.paths.count == 2 * (7 * 2 + 3 * 4 + 2 * 2))
    #expect(parameters["guide.conv1.weight"]?.shape == [32, 3, 7, 7])
    #expect(parameters["target.conv1.weight"]?.shape == [32, 1, 7, 7])
    #expect(parameters["guide.conv2.weight"]?.shape == [32, 32, 2, 2])
    #expect(parameters["guide.conv3.weight"]?.shape == [64, 32, 5, 5])
    #expect(parameters["guide.norm3.running_var"]?.shape == [64])
    #expect(parameters["target.conv4.weight"]?.shape == [64, 64, 2, 2])
    #expect(parameters["target.conv5.weight"]?.shape == [128, 64, 5, 5])
    #expect(parameters["target.conv7.bias"]?.shape == [128])
    #expect(parameters["target.weight.weight"]?.shape == [9, 128, 1, 1])
    #expect(parameters["guide.offset.bias"]?.shape == [18])
    // Per branch: the convolution weights after the first layer; then scales, shifts, biases, and heads.
    let kernels = 32 * (32 * 4 + 64 * 25) + 64 * (64 * 4 + 128 * 25) + 128 * 128 * 18
    let rest = 2 * (32 + 64 + 128) + 448 + 128 + 27 * 129
    #expect(parameters.trainableCount == (3 + 1) * 49 * 32 + 2 * (kernels + rest))
  }

  /// A branch that determines no kernel has no parameters, and neither have offsets that are not learned.
  @Test func variantsHaveOnlyWhatTheyUse() {
    var hyperparameters = DKN.Hyperparameters()
    (hyperparameters.kernelSource, hyperparameters.offsets) = (.target, .none)
    #expect(
      DKN(hyperparameters).parameters.paths.allSatisfy {
        $0.hasPrefix("target.") && !$0.contains("offset")
      })
    var fast = FDKN.Hyperparameters()
    (fast.kernelSource, fast.offsets) = (.guide, .none)
    #expect(
      FDKN(fast).parameters.paths.allSatisfy {
        $0.hasPrefix("guide.") && !$0.contains("offset")
      })
  }

  @Test func djf() {
    let parameters = DJF().parameters
    #expect(parameters.paths.count == 9 * 2)
    #expect(parameters["guide.conv1.weight"]?.shape == [96, 3, 9, 9])
    #expect(parameters["target.conv3.weight"]?.shape == [1, 48, 5, 5])
    #expect(parameters["joint.conv1.weight"]?.shape == [64, 2, 9, 9])
    #expect(parameters["joint.conv3.bias"]?.shape == [1])
    #expect(parameters.trainableCount == 56_323)
  }

  @Test func autoencoder() {
    let parameters = DenoisingAutoencoder().parameters
    #expect(parameters.paths.count == 20 * 2 + 18 * 4)
    #expect(parameters["conv1.weight"]?.shape == [64, 3, 3, 3])
    #expect(parameters["norm19.running_mean"]?.shape == [64])
    #expect(parameters["conv20.weight"]?.shape == [3, 64, 3, 3])
  }

  @Test func deepAM() {
    let parameters = DeepAM().parameters
    // Per round: nine convolutions, nine normalizations of four tensors each, the last convolution, and γ's.
    #expect(parameters.paths.count == 3 * (9 + 9 * 4 + 2 + 2))
    #expect(parameters["round1.conv1.weight"]?.shape == [64, 1, 3, 3])
    #expect(parameters["round1.conv1.bias"] == nil)
    #expect(parameters["round2.norm9.running_var"]?.shape == [64])
    #expect(parameters["round3.conv10.weight"]?.shape == [2, 64, 3, 3])
    #expect(parameters["round3.conv10.bias"]?.shape == [2])
    #expect(parameters["round3.gamma.weight"]?.shape == [1, 64, 3, 3])
    let convolutions = 9 * 64 * (1 + 8 * 64 + 2 + 1) + 3
    #expect(parameters.trainableCount == 3 * (convolutions + 9 * 2 * 64))
  }

  @Test func rbdn() {
    let parameters = RBDN().parameters
    // Ten stages of the main branch and three of each other branch. Each has a convolution and a
    // normalization of four tensors. The last convolution has a bias.
    #expect(parameters.paths.count == (10 + 3 * 3) * 5 + 2)
    #expect(parameters["conv1.weight"]?.shape == [64, 1, 9, 9])
    #expect(parameters["branch2.conv1.weight"]?.shape == [64, 64, 3, 3])
    #expect(parameters["branch2.conv2.weight"]?.shape == [64, 128, 3, 3])
    #expect(parameters["branch3.conv2.weight"]?.shape == [64, 64, 3, 3])
    #expect(parameters["branch3.norm3.running_mean"]?.shape == [64])
    #expect(parameters["conv2.weight"]?.shape == [64, 128, 3, 3])
    #expect(parameters["norm10.running_var"]?.shape == [64])
    #expect(parameters["conv11.weight"]?.shape == [1, 64, 9, 9])
    #expect(parameters["conv11.bias"]?.shape == [1])
    // Three of the convolutions have twice the channels.
    let kernels = 2 * 81 * 64 + 1 + (9 + 9 + 3) * 9 * 64 * 64
    #expect(parameters.trainableCount == kernels + 19 * 2 * 64)
  }

  @Test func rbdnVariantsHaveOnlyWhatTheyUse() {
    var hyperparameters = RBDN.Hyperparameters()
    (hyperparameters.upsampling, hyperparameters.concatenation) = (.bilinear, false)
    let parameters = RBDN(hyperparameters).parameters
    #expect(parameters["branch1.conv3.weight"] == nil && parameters["branch1.norm3.bias"] == nil)
    #expect(parameters["branch1.conv2.weight"]?.shape == [64, 64, 3, 3])
    #expect(parameters["conv2.weight"]?.shape == [64, 64, 3, 3])
    hyperparameters.branches = 0
    #expect(RBDN(hyperparameters).parameters.paths.allSatisfy { !$0.hasPrefix("branch") })
  }

  @Test func jointDeepAM() {
    let parameters = JointDeepAM().parameters
    #expect(parameters.paths.count == 2 * (12 + 12 * 4 + 2 + 2))
    #expect(parameters["round1.guide.conv1.weight"]?.shape == [64, 3, 3, 3])
    #expect(parameters["round2.guide.norm3.running_mean"]?.shape == [64])
    #expect(parameters["round1.conv3.weight"]?.shape == [64, 64, 3, 3])
    #expect(parameters["round1.conv4.weight"]?.shape == [64, 128, 3, 3])
  }
}
