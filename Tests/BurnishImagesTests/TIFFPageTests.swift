import BurnishCore
import BurnishImages
import BurnishTensors
import Testing

/// Which directory of a TIFF file is the image.
@Suite struct TIFFPageTests {
  private typealias Directory = TIFFBuilder.Directory

  private func read(_ directories: [TIFFBuilder.Directory], bigEndian: Bool = false) throws -> Image
  {
    try withTemporaryFolder { folder in
      try store(TIFFBuilder.file(directories, isBigEndian: bigEndian), folder + "/a.tif")
      return try Image.read(folder + "/a.tif")
    }
  }

  private func level(_ image: Image) -> Float { (image.samples.values[0] * 255).rounded() }

  /// NewSubfileType 1, or the older tag's 2, in the first directory.
  @Test(arguments: [(254, 4, 1), (255, 3, 2), (254, 4, 4)], [false, true])
  func passesOverThumbnailsAndMasks(_ tag: (Int, Int, Int), _ bigEndian: Bool) throws {
    let thumbnail = Directory.gray(3, 2, level: 10, [tag.0: (tag.1, [tag.2])])
    let image = try read([thumbnail, .gray(12, 8, level: 200)], bigEndian: bigEndian)
    #expect(image.width == 12 && level(image) == 200)
    #expect(image.remarks.isEmpty)
    let second = try read([.gray(12, 8, level: 200), thumbnail], bigEndian: bigEndian)
    #expect(second.width == 12 && second.remarks.isEmpty)
  }

  /// Cameras write a thumbnail, marked or not, and the image in its subdirectory.
  @Test(arguments: [0, 1])
  func takesTheSubdirectory(_ kind: Int) throws {
    var thumbnail = Directory.gray(3, 2, level: 10, [254: (4, [kind])])
    thumbnail.subdirectories = [
      .gray(5, 4, level: 50, [254: (4, [1])]), .gray(12, 8, level: 200, [254: (4, [0])]),
    ]
    let image = try read([thumbnail])
    #expect(image.width == 12 && level(image) == 200)
  }

  /// Pyramids have smaller versions in subdirectories.
  @Test func keepsTheImageOfAPyramid() throws {
    var image = Directory.gray(12, 8, level: 200)
    image.subdirectories = [.gray(6, 4, level: 50, [254: (4, [1])]), .gray(3, 2, level: 20)]
    #expect(level(try read([image])) == 200)
  }

  @Test func saysThatThereAreMorePages() throws {
    let image = try read([
      .gray(12, 8, level: 200), .gray(12, 8, level: 100), .gray(5, 5, level: 1),
    ])
    #expect(level(image) == 200)
    #expect(image.remarks == ["the file has 3 pages; the first is taken"])
  }

  @Test func refusesThumbnailsAlone() {
    let refused = failure {
      _ = try read([
        .gray(3, 2, level: 10, [254: (4, [1])]), .gray(3, 2, level: 10, [254: (4, [4])]),
      ])
    }
    #expect(refused?.kind == .badData)
    #expect(refused?.found.contains("marked as a smaller version") == true)
  }

  /// A raw image and a thumbnail, as in DNG.
  @Test func refusesRawImages() {
    var thumbnail = Directory.gray(3, 2, level: 10, [254: (4, [1])])
    thumbnail.subdirectories = [.gray(12, 8, level: 200, [262: (3, [32803])])]
    let refused = failure { _ = try read([thumbnail]) }
    #expect(refused?.kind == .badData)
    #expect(refused?.found == "a camera's raw image, not developed")
  }

  @Test func refusesChannelsOfDifferentBits() {
    var image = Directory.gray(12, 8, level: 200)
    image.tags[258] = (3, [5, 6, 5])
    image.tags[277] = (3, [3])
    let refused = failure { _ = try read([image]) }
    #expect(
      refused?.found == "a TIFF file whose channels have different bits, which is not supported")
  }

  /// The directory is where the missing rows would be.
  @Test func refusesAStripThatIsCutOff() {
    var image = Directory.gray(13, 9, level: 200)
    image.strips = [[UInt8](repeating: 200, count: 97)]
    let refused = failure { _ = try read([image]) }
    #expect(refused?.kind == .badData && refused?.found.contains("fewer samples") == true)
  }

  @Test(arguments: 1...8, [3, 4])
  func turnsByBothTypesOfNumbers(_ orientation: Int, _ type: Int) throws {
    for bigEndian in [false, true] {
      let image = try read(
        [.gray(12, 8, level: 200, [274: (type, [orientation])])], bigEndian: bigEndian)
      #expect((image.width == 8) == (orientation >= 5))
    }
  }

  @Test func refusesStripsThatLieOnTopOfEachOther() throws {
    // 4096 x 2048 pixels in 128 strips, which all lie on the same 65536 bytes.
    var image = Directory.gray(1, 1, level: 7)
    image.strips = [[UInt8](repeating: 7, count: 4096 * 16)]
    image.tags.merge([
      256: (4, [4096]), 257: (4, [2048]), 278: (4, [16]),
      273: (4, [Int](repeating: 8, count: 128)), 279: (4, [Int](repeating: 4096 * 16, count: 128)),
      259: (3, [32773]),
    ]) { $1 }
    let refused = failure { _ = try read([image]) }
    #expect(refused?.kind == .badData)
    #expect(refused?.found.contains("on top of each other") == true)
  }
}
