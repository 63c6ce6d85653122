import Burnish
import BurnishData
import BurnishImages
import BurnishTensors
import Foundation
import Testing

private let dataDirectory = ProcessInfo.processInfo.environment["BURNISH_DATA"]

/// Every task of joint filtering on a crop of a real image, with the program and its shipped weights.
@Suite(.enabled(if: dataDirectory != nil, "BURNISH_DATA names no folder with the data sets"))
struct RealDataTests {
  private static let (height, width, factor) = (192, 256, 8)

  /// The center crop of a photograph from the data sets.
  private func photograph(_ name: String) throws -> Image {
    let image = try Image.read("\(try #require(dataDirectory))/\(name)")
    return Image(samples: part(of: image.samples), sampleFormat: image.sampleFormat)
  }

  private func part(of samples: Tensor) -> Tensor {
    let (top, left) = (
      (samples.shape[2] - Self.height) / 2, (samples.shape[3] - Self.width) / 2
    )
    return samples.cropped(rows: top..<top + Self.height, columns: left..<left + Self.width)
  }

  private func error(_ actual: Tensor, _ wanted: Tensor) -> Double {
    let difference = actual - wanted
    return (difference.dot(difference) / Double(difference.count)).squareRoot()
  }

  /// Runs a command that writes `output`, and reads that file.
  private func run<Result>(
    _ arguments: [String], output: String, in folder: URL, read: (String) throws -> Result
  ) throws -> Result {
    let outcome = try Program.run(arguments + ["-o", output], in: folder)
    #expect(outcome.code == 0, "\(outcome.errors)")
    return try read(folder.appendingPathComponent(output).path)
  }

  private func path(_ name: String, _ folder: URL) -> String {
    folder.appendingPathComponent(name).path
  }

  @Test func chromaticityIsSharpened() throws {
    try Program.withFolder { folder in
      let photo = try photograph("natural/Kodak24/kodim05.png")
      try photo.grayscale().write(to: path("gray.png", folder))
      try photo.resized(
        height: Self.height / Self.factor, width: Self.width / Self.factor, kernel: .bicubic,
        dialect: .pillow, antialias: true
      ).write(to: path("small.png", folder))
      func error(_ model: String) throws -> Double {
        let arguments = ["upsample", "small.png", "--kind", "chroma", "--guide", "gray.png"]
        let result = try run(
          arguments + ["--model", model], output: "out.png", in: folder, read: Image.read)
        return self.error(rgbToChromaticity(result.samples), rgbToChromaticity(photo.samples))
      }
      let (bicubic, fdkn) = (try error("bicubic"), try error("fdkn"))
      #expect(fdkn < 0.97 * bicubic, "\(fdkn) against \(bicubic)")
    }
  }

  @Test func classScoresAreSharpened() throws {
    try Program.withFolder { folder in
      let photo = try photograph("rgbd/NYU-test/rgb/1000.jpg")
      try photo.write(to: path("photo.png", folder))
      let all = try LabelMap.read("\(try #require(dataDirectory))/rgbd/NYU-test/label40/1000.png")
      let plane = Tensor(
        shape: [1, 1, all.height, all.width], values: all.labels.map { Float($0) })
      let labels = LabelMap(
        width: Self.width, height: Self.height, labels: part(of: plane).values.map { UInt16($0) })
      var random = RandomNumbers(seed: 3)
      let scores = ClassScoreSimulation(factor: Self.factor).scores(
        of: labels, classCount: 41, ignoring: 0, random: &random)
      try scores.write(to: path("scores.npy", folder))
      /// The share of labeled pixels with a wrong class.
      func error(_ model: String) throws -> Double {
        let result = try run(
          ["upsample", "scores.npy", "--kind", "scores", "--guide", "photo.png", "--model", model],
          output: "out.npy",
          in: folder, read: ClassScores.read)
        let pairs = zip(result.winners(excluding: 0).labels, labels.labels).filter { $0.1 != 0 }
        return Double(pairs.filter { $0.0 != $0.1 }.count) / Double(pairs.count)
      }
      let (bicubic, fdkn) = (try error("bicubic"), try error("fdkn"))
      #expect(fdkn < 0.8 * bicubic && bicubic < 0.5, "\(fdkn) against \(bicubic)")
    }
  }

  @Test func nightIsCleanedUnderInfrared() throws {
    try Program.withFolder { folder in
      let photo = try photograph("nir/country/0045_rgb.jpg")
      try photograph("nir/country/0045_nir.jpg").write(to: path("infrared.png", folder))
      var random = RandomNumbers(seed: 5)
      let noise = random.normal(shape: photo.samples.shape, standardDeviation: 18.03 / 255)
      try Image(samples: photo.samples + noise).write(to: path("night.png", folder))
      let result = try run(
        ["denoise", "night.png", "--guide", "infrared.png"], output: "out.png", in: folder,
        read: Image.read)
      let (before, after) = (
        error(try Image.read(path("night.png", folder)).samples, photo.samples),
        error(result.samples, photo.samples)
      )
      // A gain of at least three decibels.
      #expect(after < 0.7 * before, "\(after) against \(before)")
    }
  }

  @Test func depthIsCleanedUnderAPhotograph() throws {
    try Program.withFolder { folder in
      try photograph("rgbd/NYU-test/rgb/1000.jpg").write(to: path("photo.png", folder))
      let levels = try DepthMap.read(
        "\(try #require(dataDirectory))/rgbd/NYU-test/depth/1000.png", zeroIsInvalid: false)
      let depth = part(of: levels.samples)
      var random = RandomNumbers(seed: 6)
      let extent = depth.maximum() - depth.minimum()
      let noisy =
        depth + random.normal(shape: depth.shape, standardDeviation: 18.03 / 255 * extent)
      try DepthMap(samples: noisy + 100, unit: .meters).write(to: path("depth.pfm", folder))
      let result = try run(
        ["denoise", "depth.pfm", "--guide", "photo.png"], output: "out.pfm", in: folder
      ) { try DepthMap.read($0) }
      let (before, after) = (error(noisy, depth), error(result.samples - 100, depth))
      #expect(after < 0.4 * before, "\(after) against \(before)")
    }
  }

  /// Texture has no ground truth. At least a third of the differences between neighbors vanishes; those at edges and
  /// the mean stay.
  @Test func textureIsRemoved() throws {
    try Program.withFolder { folder in
      let image = try photograph("texture/rtv/crossstitch.jpg")
      try image.write(to: path("picture.png", folder))
      let result = try run(["smooth", "picture.png"], output: "out.png", in: folder) {
        try Image.read($0)
      }
      func roughness(_ samples: Tensor) -> Double {
        error(
          samples.cropped(rows: 0..<Self.height, columns: 1..<Self.width),
          samples.cropped(rows: 0..<Self.height, columns: 0..<Self.width - 1))
      }
      let (before, after) = (roughness(image.samples), roughness(result.samples))
      #expect(after < 0.65 * before, "\(after) against \(before)")
      let drift = result.samples - image.samples
      #expect(abs(drift.preciseSum()) / Double(drift.count) < 0.02)
    }
  }

  @Test(arguments: [[], ["--at", "1/4"]])
  func aPhotographIsColoredBySomeOfItsOwnColors(_ options: [String]) throws {
    try Program.withFolder { folder in
      let photo = try photograph("natural/Kodak24/kodim05.png")
      try photo.grayscale().write(to: path("gray.png", folder))
      let strokes = (0..<Self.height * Self.width).map { index -> Float in
        index / Self.width % 16 < 2 && index % 16 < 8 ? 1 : 0
      }
      try Image(
        samples: photo.samples,
        alpha: Tensor(shape: [1, 1, Self.height, Self.width], values: strokes)
      ).write(to: path("strokes.png", folder))
      let result = try run(
        ["colorize", "gray.png", "--scribbles", "strokes.png"] + options, output: "out.png",
        in: folder, read: Image.read)
      let truth = rgbToChromaticity(photo.samples)
      let (before, after) = (
        error(truth * 0, truth), error(rgbToChromaticity(result.samples), truth)
      )
      #expect(after < 0.5 * before, "\(after) against \(before)")
      #expect(error(rgbToGray(result.samples), photo.grayscale().samples) < 1 / 255)
    }
  }

  /// The shown kernel gives the same depth as upsampling.
  @Test func aKernelIsShown() throws {
    try Program.withFolder { folder in
      try photograph("rgbd/NYU-test/rgb/1000.jpg").write(to: path("photo.png", folder))
      let levels = try DepthMap.read(
        "\(try #require(dataDirectory))/rgbd/NYU-test/depth/1000.png", zeroIsInvalid: false)
      let low = DepthProtocol.dknBicubic.reduced(part(of: levels.samples), factor: Self.factor)
      try DepthMap(samples: low + 100, unit: .meters).write(to: path("depth.pfm", folder))
      let files = ["depth.pfm", "--guide", "photo.png"]
      let sharp = try run(["upsample"] + files, output: "sharp.pfm", in: folder) {
        try DepthMap.read($0)
      }
      let arguments = ["inspect", "kernel"] + files + ["--at", "131,70", "--json", "kernel.json"]
      let image = try run(arguments, output: "kernel.png", in: folder, read: Image.read)
      #expect(image.channels == 3)
      let json = try JSONSerialization.jsonObject(
        with: Data(contentsOf: folder.appendingPathComponent("kernel.json")))
      let object = try #require(json as? [String: Any])
      #expect((object["taps"] as? [Any])?.count == 9)
      let result = try #require(object["result"] as? Double)
      let scale = Double(low.maximum() - low.minimum())
      let depth = Double(sharp.samples.values[70 * Self.width + 131])
      #expect(abs(result * scale + Double(low.minimum()) + 100 - depth) < 1e-3 * scale)
    }
  }
}
