import BurnishCore
import BurnishTensors
import Testing
import _TestSupport

@testable import BurnishImages

@Suite struct NumPyTests {
  @Test(arguments: [
    ("f4", 1), ("f8", 1), ("f4-bigendian", 1), ("f4-fortran", 1), ("f4-hwc", 3), ("f4-chw", 3),
    ("f4-hwc-fortran", 3),
  ])
  func readsFloatingPoint(_ name: String, _ channels: Int) throws {
    let image = try Image.read(golden("numpy-\(name).npy"))
    #expect(image.sampleFormat == .float32)
    expectClose(image.samples, realTensor(channels: 0..<channels), tolerance: 0)
  }

  /// Half precision has 11 significant bits.
  @Test func readsHalfPrecision() throws {
    expectClose(
      try Image.read(golden("numpy-f2.npy")).samples, realTensor(channels: 0..<1),
      tolerance: 0x1p-12)
  }

  @Test func readsImagesOfIntegers() throws {
    let bytes = try Image.read(golden("numpy-u1.npy"))
    #expect(bytes.sampleFormat == .uint8)
    expectClose(bytes.samples, rampTensor(channels: 0..<1), tolerance: 0)
    for name in ["u2", "u2-bigendian"] {
      let words = try Image.read(golden("numpy-\(name).npy"))
      #expect(words.sampleFormat == .uint16)
      expectClose(words.samples, rampTensor(channels: 0..<1, wide: true), tolerance: 0)
    }
    let four = try Image.read(golden("numpy-u1-hwc4.npy"))
    expectClose(four.samples, rampTensor(channels: 0..<3), tolerance: 0)
    expectClose(try #require(four.alpha), rampTensor(channels: 3..<4), tolerance: 0)
  }

  /// Such opacities come from levels that were converted to floating point.
  @Test func refusesOpacitiesBeyondOne() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/a.npy"
      var image = Image(
        samples: Tensor(repeating: 0.5, shape: [1, 1, 4, 5]),
        alpha: Tensor(repeating: 1, shape: [1, 1, 4, 5]), sampleFormat: .float32)
      try image.write(to: path)
      #expect(try Image.read(path).alpha != nil)
      image.alpha = Tensor(repeating: 128, shape: [1, 1, 4, 5])
      try image.write(to: path)
      let refused = failure { _ = try Image.read(path) }
      #expect(refused?.kind == .badData && refused?.found == "the opacity 128.0")
    }
  }

  @Test(arguments: ["i4", "i8"])
  func takesOtherIntegersAsTheyAre(_ name: String) throws {
    let image = try Image.read(golden("numpy-\(name).npy"))
    #expect(image.sampleFormat == .float32)
    #expect(image.samples.values == ramp(channels: 0..<1, wide: true).map { Float($0 - 32768) })
  }

  @Test func readsBooleans() throws {
    let image = try Image.read(golden("numpy-bool.npy"))
    #expect(image.samples.values == ramp(channels: 0..<1).map { Float($0 % 2) })
  }

  @Test(arguments: [
    ("complex", "an array of type '<c8'"), ("vector", "an array of [7]"),
    ("fields", "a .npy header that cannot be understood, or a type with fields"),
  ])
  func refusesOtherArrays(_ name: String, _ found: String) {
    let failure = failure { _ = try Image.read(golden("numpy-\(name).npy")) }
    #expect(failure?.kind == .badData)
    #expect(failure?.found == found)
  }

  @Test(arguments: SampleFormat.allCases, [1, 3])
  func writesWhatItReads(_ format: SampleFormat, _ channels: Int) throws {
    let image = Image(samples: rampTensor(channels: 0..<channels), sampleFormat: format)
    try withTemporaryFolder { folder in
      try image.write(to: folder + "/a.npy")
      let copy = try Image.read(folder + "/a.npy")
      #expect(copy.sampleFormat == format)
      expectClose(copy.samples, image.samples, tolerance: 1e-7)
    }
  }

  /// PyTorch stores an image as a batch of one, with the channels first.
  @Test(arguments: [
    ([1, 1, 9, 13], 1, 9, 13), ([1, 3, 9, 13], 3, 9, 13), ([1, 9, 13], 1, 9, 13),
    ([1, 1, 1, 9, 13], 1, 9, 13), ([1, 3, 9, 3], 3, 9, 3), ([1, 9, 13, 3], 3, 9, 13),
    ([1, 1, 2, 3], 1, 2, 3),
  ])
  func leavesOutLeadingExtentsOfOne(
    _ shape: [Int], _ channels: Int, _ height: Int, _ width: Int
  ) throws {
    let values = (0..<shape.reduce(1, *)).map { Float($0) }
    let isLast = shape == [1, 9, 13, 3]
    try withTemporaryFolder { folder in
      var bytes = NumPyCodec.header(type: "<f4", shape: shape)
      for value in values {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
      }
      try store(bytes, folder + "/a.npy")
      let image = try Image.read(folder + "/a.npy")
      #expect(image.samples.shape == [1, channels, height, width])
      let expected = isLast ? (0..<351).map { Float($0 % 117 * 3 + $0 / 117) } : values
      #expect(image.samples.values == expected)
    }
  }

  @Test(arguments: [[2, 3, 9, 13], [1, 2, 3, 9, 13], [9, 13, 17]])
  func refusesMoreThanOneImage(_ shape: [Int]) throws {
    try withTemporaryFolder { folder in
      let bytes =
        NumPyCodec.header(type: "|u1", shape: shape)
        + [UInt8](repeating: 1, count: shape.reduce(1, *))
      try store(bytes, folder + "/a.npy")
      let refused = failure { _ = try Image.read(folder + "/a.npy") }
      #expect(refused?.found == "an array of \(shape)")
    }
  }

  @Test(arguments: ["stored", "deflated", "large"])
  func readsAnArchiveOfOneArray(_ name: String) throws {
    let path = golden("kind-\(name).npz")
    expectClose(
      try Image.read(path).samples, rampTensor(channels: 0..<1, wide: true), tolerance: 0)
    var bytes = try load(path)
    try withTemporaryFolder { folder in
      bytes[bytes.count / 2] ^= 1
      try store(bytes, folder + "/a.npz")
      #expect(failure { _ = try Image.read(folder + "/a.npz") }?.kind == .badData)
      try store(Array(bytes.prefix(bytes.count / 2)), folder + "/b.npz")
      #expect(failure { _ = try Image.read(folder + "/b.npz") }?.kind == .badData)
    }
  }

  @Test func refusesAnArchiveOfTwoArrays() {
    let refused = failure { _ = try Image.read(golden("kind-two.npz")) }
    #expect(refused?.kind == .badData && refused?.found == "2 arrays (arr_0, arr_1)")
  }

  @Test func refusesDamagedArchives() throws {
    let array = try load(golden("numpy-f4.npy"))
    var members = [
      ZipBuilder.Member("arr_0.npy", deflated: array), ZipBuilder.Member("notes", stored: [1, 2]),
    ]
    func read<Result>(_ body: (String) throws -> Result) throws -> Result {
      try withTemporaryFolder { folder in
        try store(ZipBuilder.archive(members), folder + "/a.npz")
        return try body(folder)
      }
    }
    func refusal() throws -> String? {
      try read { folder in
        failure { _ = try Image.read(folder + "/a.npz") }?.description.replacing(folder, with: "")
      }
    }
    let samples = try read { try Image.read($0 + "/a.npz").samples }
    expectClose(samples, realTensor(channels: 0..<1), tolerance: 0)
    members[0].checksum ^= 1 << 31
    #expect(
      try refusal()
        == "/a.npz: damaged: the checksum of the archive's member \"arr_0.npy\" is wrong; expected "
        + "a .npz file as NumPy writes it, whole")
    members[0] = .init("arr_0.npy", stored: array)
    members[1].place = 0
    #expect(try refusal()?.contains("lies within another one") == true)
    members.removeFirst()
    members[0].place = nil
    #expect(try refusal()?.contains("an archive without arrays") == true)
  }

  /// The bytes are equal to those that NumPy writes.
  @Test func writesAsNumPyDoes() throws {
    try withTemporaryFolder { folder in
      for name in ["f4", "u1", "u2"] {
        try Image.read(golden("numpy-\(name).npy")).write(to: folder + "/a.npy")
        #expect(try load(folder + "/a.npy") == load(golden("numpy-\(name).npy")))
      }
    }
  }
}
