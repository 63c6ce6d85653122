import BurnishModels
import Testing

/// The paths of parameters are the format of weight files.
@Suite("Names, shapes and counts of parameters")
struct ParameterNameTests {
  @Test func fdkn() {
    let parameters = FDKN().parameters
    // Two branches of six convolutions, three normalisations of four tensors and two heads.
    #expect(parameters.paths.count == 2 * (6 * 2 + 3 * 4 + 2 * 2))
    #expect(parameters["guide.conv1.weight"]?.shape == [32, 48, 3, 3])
    #expect(parameters["target.conv1.weight"]?.shape == [32, 16, 3, 3])
    #expect(parameters["guide.norm5.running_var"]?.shape == [128])
    #expect(parameters["target.weight.weight"]?.shape == [144, 128, 1, 1])
    #expect(parameters["target.offset.bias"]?.shape == [288])
    // The release has 694,758 numbers with a gray guide, 6 of them counters of batches.
    var gray = FDKN.Hyperparameters()
    gray.guide = .gray
    let released = FDKN(gray).parameters.reduce(0) { $0 + $1.value.count }
    #expect(released == 694_758 - 6)
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
}
