import BurnishCore
import BurnishImages
import BurnishTensors
import Testing

@Suite struct NumPyPlanesTests {
  @Test func readsAsStored() throws {
    // The script stores [C, H, W], which gives the same array as an image and as planes.
    let image = try Image.read(golden("numpy-f4-chw.npy"))
    let planes = try NumPyPlanes.read(golden("numpy-f4-chw.npy"))
    #expect(planes.values == image.samples.values && planes.shape == image.samples.shape)
    // [H, W, C] is not rearranged: its first extent counts as the channels.
    let turned = try NumPyPlanes.read(golden("numpy-f4-hwc.npy"))
    let shape = image.samples.shape
    #expect(turned.shape == [1, shape[2], shape[3], shape[1]])
  }

  @Test func writesWhatItReads() throws {
    var random = RandomNumbers(seed: 4)
    let planes = random.normal(shape: [1, 21, 6, 9])
    try withTemporaryFolder { folder in
      try NumPyPlanes.write(planes, to: "\(folder)/scores.npy")
      let again = try NumPyPlanes.read("\(folder)/scores.npy")
      #expect(again.shape == planes.shape && again.values == planes.values)
      #expect(NumPyPlanes.isStack("\(folder)/scores.npy"))
      #expect(try load("\(folder)/scores.npy").count == 128 + 4 * planes.count)
      let failure = failure { try NumPyPlanes.write(planes, to: "\(folder)/scores.png") }
      #expect(failure?.kind == .usage)
    }
    #expect(!NumPyPlanes.isStack(golden("numpy-f4.npy")))
    #expect(!NumPyPlanes.isStack(golden("png-l-8.png")) && !NumPyPlanes.isStack("none.npy"))
  }

  @Test func whatIsNoStackIsRefused() throws {
    for (name, mention) in [
      ("numpy-f4.npy", "[9, 13]"), ("numpy-vector.npy", "array of"), ("png-l-8.png", "no .npy"),
    ] {
      let failure = failure { _ = try NumPyPlanes.read(golden(name)) }
      #expect(failure?.kind == .badData)
      #expect(failure?.found.contains(mention) == true, "\(failure?.description ?? "")")
    }
    try withTemporaryFolder { folder in
      let path = "\(folder)/scores.npy"
      try NumPyPlanes.write(
        Tensor(shape: [1, 2, 2, 2], values: [0, 1, 2, 3, 4, .nan, 6, 7]), to: path)
      let hole = failure { _ = try NumPyPlanes.read(path) }
      #expect(hole?.found.contains("channel 1, column 1, row 0") == true, "\(hole?.found ?? "")")
      try store(Array(try load(path).dropLast()), path)
      #expect(failure { _ = try NumPyPlanes.read(path) }?.found.contains("truncated") == true)
    }
  }
}
