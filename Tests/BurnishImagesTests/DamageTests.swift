import BurnishCore
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// Every randomly damaged file is either read as an image or refused.
@Suite(.serialized) struct DamageTests {
  private static let originals: [(format: String, names: [String])] = [
    (
      "png",
      [
        "png-rgb-16.png", "png-palette-transparent.png", "png-la-8.png", "jpeg-rgb.expected.png",
      ]
    ),
    ("jpeg", ["jpeg-rgb.jpg", "jpeg-progressive.jpg", "jpeg-orientation-6.jpg"]),
    (
      "tiff",
      [
        "tiff-rgb-8-tiled.tif", "tiff-rgb-16-deflate.tif", "tiff-rgb-8-lzw.tif", "tiff-jpeg.tif",
        "tiff-l-float.tif", "tiff-rgb-8-planar.tif",
      ]
    ),
    ("pgm", ["portable-text.pgm", "portable-16.pgm", "portable-1000.pgm"]),
    ("ppm", ["portable-8.ppm", "portable-text.ppm"]),
    ("pfm", ["portable-gray.pfm", "portable-rgb.pfm", "portable-bigendian.pfm"]),
    ("npy", ["numpy-f4-chw.npy", "numpy-u2-bigendian.npy", "numpy-f4-fortran.npy"]),
  ]

  @Test(arguments: originals.map(\.format))
  func areReadOrRefused(_ format: String) throws {
    let names = try #require(Self.originals.first { $0.format == format }).names
    let files = try names.map { try load(golden($0)) }
    var random = RandomNumbers(seed: 2)
    let before = peakMemory()
    var refused = 0
    try withTemporaryFolder { folder in
      for round in 0..<200 {
        var bytes = files[round % files.count]
        for _ in 0...(round % 3) { damage(&bytes, using: &random) }
        // Half of the PNG files get correct checksums, so the damage reaches the decoder.
        if format == "png" && round % 2 == 0 { repairPNG(&bytes) }
        let path = "\(folder)/\(round).\(format)"
        try store(bytes, path)
        do {
          let image = try Image.read(path)
          #expect(image.samples.withUnsafeSamples { $0.allSatisfy(\.isFinite) })
        } catch let error as Failure {
          refused += 1
          #expect(error.kind == .badData, "round \(round): \(error)")
          #expect(error.subject == path && !error.found.isEmpty && !error.found.contains("\n"))
        }
        do {
          let depth = try DepthMap.read(path)
          #expect(depth.validCount > 0)
        } catch let error as Failure {
          #expect(error.kind == .badData, "round \(round): \(error)")
        }
      }
    }
    // Some files must be refused, or the test proves nothing. Low memory use shows that no false size was
    // trusted.
    #expect(refused >= 40, "only \(refused) of 200 were refused")
    #expect(peakMemory() - before < 600 << 20, "\(peakMemory() - before) bytes more")
  }
}
