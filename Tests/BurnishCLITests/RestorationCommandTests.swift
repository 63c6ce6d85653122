import Burnish
import BurnishEvaluation
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// `deblur`, `superres`, and `inpaint`, run as a user runs them, with small untrained weights.
@Suite struct RestorationCommandTests {
  /// Calls `body` with a folder that holds the weights `small.safetensors`, a gray image, and an image with everything
  /// that a file can hold.
  func withModel(_ body: (URL) throws -> Void) throws {
    try Program.withFolder { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      try ImageNoiseModel.write(to: path("small.safetensors"))
      try Samples.fullImage.write(to: path("photo.png"))
      var random = RandomNumbers(seed: 8)
      try Image(samples: random.uniform(shape: [1, 1, 40, 31])).write(to: path("gray.png"))
      try "1 2 1\n2 4 2\n1 2 0\n".write(
        toFile: path("kernel.txt"), atomically: true, encoding: .utf8)
      try body(folder)
    }
  }

  func run(_ arguments: String, in folder: URL) throws -> Program.Outcome {
    try Program.run(
      arguments.split(separator: " ").map(String.init) + ["--model", "./small.safetensors"],
      in: folder)
  }

  func difference(_ a: Tensor, _ b: Tensor) -> Float {
    zip(a.values, b.values).reduce(0) { max($0, abs($1.0 - max(0, min(1, $1.1)))) }
  }

  @Test(arguments: [RestorationMethod.splitting, .descent])
  func theProgramGivesWhatTheLibraryGives(_ method: RestorationMethod) throws {
    try withModel { folder in
      func path(_ name: String) throws -> String { folder.appendingPathComponent(name).path }
      let outcome = try run(
        "deblur photo.png --kernel kernel.txt --sigma 5 --iterations 7 --seed 3 --solver \(method) "
          + "-o out.png --trace trace.csv --truth photo.png", in: folder)
      // The image is not blurred, so samples at the limits look clipped.
      #expect(outcome.code == 0 && outcome.errors.contains("limit"), "\(outcome.errors)")
      #expect(
        outcome.output.contains("iteration 7 of 7, energy ") && outcome.output.contains(" dB"))
      let (given, result) = (try Image.read(path("photo.png")), try Image.read(path("out.png")))
      #expect(result.sampleFormat == given.sampleFormat)
      #expect(result.colorProfile == given.colorProfile)
      #expect(result.alpha?.values == given.alpha?.values)
      let kernel = try BlurKernel(contentsOf: path("kernel.txt"))
      let restorer = ImageRestorer(
        method.solver(
          prior: try ModelCatalog().prior(path("small.safetensors")), iterations: 7, seed: 3))
      let wanted = try restorer.restoredBlocking(given) {
        let clipped = ClippedPixels(
          in: $0, kernel: kernel, sigma: 5, format: given.sampleFormat)
        return try .deblurring(
          $0, kernel: kernel, border: .valid, sigma: 5, known: clipped?.known)
      }
      #expect(difference(result.samples, wanted.image.samples) < 1e-4)
      #expect(difference(result.samples, given.samples) > 0.01)
      let rows = try String(contentsOfFile: path("trace.csv"), encoding: .utf8)
        .split(separator: "\n")
      #expect(rows.count == 8 && rows[0].hasSuffix(",psnr"))
      let values = rows[7].split(separator: ",", omittingEmptySubsequences: false)
      #expect(values.count == 7 && values[5].isEmpty == (method == .descent))
      #expect(Double(values[2]) != nil)
    }
  }

  @Test func imagesBecomeLargerByAnyFactor() throws {
    try withModel { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      try FileManager.default.createDirectory(
        atPath: path("steps"), withIntermediateDirectories: true)
      let outcome = try run(
        "superres photo.png --factor 1.5 --iterations 6 -o out.png --trace trace.svg "
          + "--intermediate steps --every 2", in: folder)
      #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
      let (given, result) = (try Image.read(path("photo.png")), try Image.read(path("out.png")))
      #expect(result.width == Int((Double(given.width) * 1.5).rounded()))
      #expect(result.height == Int((Double(given.height) * 1.5).rounded()))
      #expect(result.alpha != nil && result.colorProfile == given.colorProfile)
      #expect(try String(contentsOfFile: path("trace.svg"), encoding: .utf8).contains("<polyline"))
      let steps = try FileManager.default.contentsOfDirectory(atPath: path("steps")).sorted()
      #expect(steps == ["0002.png", "0004.png", "0006.png"])
      #expect(
        try Image.read(path("steps/0006.png")).samples.values == result.samples.values)
      let gray = try run("superres gray.png --factor 2 --iterations 2 -o large.png", in: folder)
      #expect(gray.code == 0, "\(gray.errors)")
      #expect(try Image.read(path("large.png")).samples.shape == [1, 1, 80, 62])
    }
  }

  @Test func holesAreFilled() throws {
    try withModel { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      let gray = try Image.read(path("gray.png"))
      let missing = (0..<gray.samples.count).map { (index: Int) -> Float in index % 3 == 0 ? 1 : 0 }
      let mask = Tensor(shape: gray.samples.shape, values: missing)
      try Image(samples: mask).write(to: path("mask.png"))
      let outcome = try run(
        "inpaint gray.png --mask mask.png --iterations 8 -o out.png", in: folder)
      #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
      let result = try Image.read(path("out.png"))
      // Known samples stay, within the tolerance for noise of one level.
      let known = mask * -1 + 1
      #expect(difference(result.samples * known, gray.samples * known) < 4 / 255)
      #expect(difference(result.samples, gray.samples) > 0.05)
    }
  }

  @Test func kernelsThatLookTurnedAreSaid() throws {
    try withModel { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      let diagonal = (0..<81).map { (index: Int) -> Float in
        index / 9 == index % 9 ? Float((index % 9) * (index % 9) + 1) : 0
      }
      let weights = Tensor(shape: [9, 9], values: diagonal)
      let kernel = try BlurKernel(weights)
      let squares = (0..<9000).map { (index: Int) -> Float in
        (index % 100 / 13 + index / 100 / 17) % 2 == 0 ? 0.2 : 0.8
      }
      let scene = Tensor(shape: [1, 1, 90, 100], values: squares)
      let blurred = try Blur(kernel, border: .valid, of: scene.shape).apply(scene)
      try Image(samples: blurred).write(to: path("blurred.png"))
      try Image(samples: weights.reshaped(to: [1, 1, 9, 9]) * (1 / 81)).write(
        to: path("kernel.png"))
      for (option, isSaid) in [("", false), ("--turn", true)] {
        let outcome = try run(
          "deblur blurred.png --kernel kernel.png --sigma 0.5 --iterations 1 -o out.png \(option)",
          in: folder)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("turned by half a turn") == isSaid, "\(outcome.errors)")
        #expect(outcome.errors.contains("leave --turn out") == isSaid)
      }
    }
  }

  @Test func kernelsOffTheirMiddleAreSaid() throws {
    try withModel { folder in
      for (row, option, offset) in [
        ("0 0 0 1 1", "", "by 1.5 columns and 0.0 rows"), ("1 1 0 0 0", "", "by -1.5 columns"),
        ("0 0 0 1 1", " --turn", "by -1.5 columns"), ("0 1 2 1 1", "", nil),
      ] {
        try "\(row)\n".write(
          to: folder.appendingPathComponent("row.txt"), atomically: true, encoding: .utf8)
        let outcome = try run(
          "deblur gray.png --kernel row.txt --sigma 1 --iterations 1 -o out.png\(option)",
          in: folder)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("off the kernel's middle") == (offset != nil))
        if let offset { #expect(outcome.errors.contains(offset), "\(outcome.errors)") }
      }
    }
  }

  /// `daep` is the shipped autoencoder for noise of 25, with descent unless the user gives another solver.
  @Test func thePapersOwnWayHasAName() throws {
    try withModel { folder in
      for (options, isDescent) in [("", true), ("--solver splitting", false)] {
        let arguments =
          "superres gray.png --factor 2 --model daep --iterations 6 -o out.png --trace trace.csv "
          + options
        let outcome = try Program.run(
          arguments.split(separator: " ").map(String.init), in: folder)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let path = folder.appendingPathComponent("trace.csv").path
        let last = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").last
        let values = try #require(last).split(separator: ",", omittingEmptySubsequences: false)
        #expect(values[5].isEmpty == isDescent, "\(values)")
      }
      let (paper, standard) = (
        try ModelCatalog().prior("daep"), try ModelCatalog().prior()
      )
      #expect(paper.name == "daep" && paper.sigma == 25 && paper.fine == nil)
      #expect(standard.checksum.hasPrefix(paper.checksum + "-"))
    }
  }
}
