import Burnish
import BurnishEvaluation
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// `deblur`, `superres` and `inpaint` as a user runs them, with small weights that are no good.
@Suite struct RestorationCommandTests {
  /// A folder with the weights `small.safetensors`, an image with all that a file can hold and a gray one.
  private func withModel(_ body: (URL) throws -> Void) throws {
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

  private func run(_ arguments: String, in folder: URL) throws -> Program.Outcome {
    try Program.run(
      arguments.split(separator: " ").map(String.init) + ["--model", "./small.safetensors"],
      in: folder)
  }

  private func difference(_ a: Tensor, _ b: Tensor) -> Float {
    zip(a.values, b.values).reduce(0) { max($0, abs($1.0 - max(0, min(1, $1.1)))) }
  }

  @Test(arguments: [RestorationMethod.splitting, .descent])
  func theProgramGivesWhatTheLibraryGives(_ method: RestorationMethod) throws {
    try withModel { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      let outcome = try run(
        "deblur photo.png --kernel kernel.txt --sigma 5 --iterations 7 --seed 3 --solver \(method) "
          + "-o out.png --trace trace.csv --truth photo.png", in: folder)
      // The image is none of a blur, so that samples at the limits look cut off.
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
      let wanted = try restorer.restored(given) {
        let clipped = ClippedPixels(
          in: $0, kernel: kernel, sigma: 5, format: given.sampleFormat)
        return .deblurring(
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
      // What is known stays, but for what noise of a level leaves open.
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
      let blurred = Blur(kernel, border: .valid, of: scene.shape).apply(scene)
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

  @Test func anInterruptedRestorationIsWritten() throws {
    try withModel { folder in
      let outcome = try Program.run(
        [
          "superres", "gray.png", "--factor", "2", "--iterations", "100000", "-o", "out.png",
          "--model", "./small.safetensors", "--intermediate", ".",
        ], in: folder,
        meanwhile: { process in
          let first = folder.appendingPathComponent("0003.png").path
          for _ in 0..<600 where !FileManager.default.fileExists(atPath: first) {
            usleep(50_000)
          }
          process.interrupt()
        })
      #expect(outcome.code == 130 && outcome.output.contains("interrupted; out.png"))
      #expect(try Image.read(folder.appendingPathComponent("out.png").path).width == 62)
    }
  }

  @Test func anInterruptionBeforeTheFirstIterationWritesNothing() throws {
    try withModel { folder in
      // A blocked signal waits until the program watches for it.
      var signals = sigset_t()
      sigemptyset(&signals)
      sigaddset(&signals, SIGINT)
      pthread_sigmask(SIG_BLOCK, &signals, nil)
      defer { pthread_sigmask(SIG_UNBLOCK, &signals, nil) }
      let outcome = try Program.run(
        [
          "superres", "gray.png", "--factor", "2", "-o", "out.png", "--trace", "trace.csv",
          "--model", "./small.safetensors",
        ], in: folder, meanwhile: { $0.interrupt() })
      #expect(outcome.code == 130 && outcome.output.contains("nothing is written"))
      for name in ["out.png", "trace.csv"] {
        #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path))
      }
    }
  }

  /// A folder with a model, as ``withModel(_:)``, and in it the folder `steps` with the image `0002.png`.
  private func withSteps(_ body: (URL) throws -> Void) throws {
    try withModel { folder in
      let steps = folder.appendingPathComponent("steps")
      try FileManager.default.createDirectory(at: steps, withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: folder.appendingPathComponent("gray.png"), to: steps.appendingPathComponent("0002.png"))
      try FileManager.default.createSymbolicLink(
        at: folder.appendingPathComponent("link"), withDestinationURL: steps)
      try body(folder)
    }
  }

  @Test(arguments: [
    ("superres steps/0002.png --factor 2 -o out.png", 64, "replace an input"),
    ("superres link/0002.png --factor 2 -o out.png", 64, "replace an input"),
    ("deblur gray.png --kernel steps/0002.png -o out.png", 64, "replace an input"),
    ("inpaint gray.png --mask steps/0002.png -o out.png", 64, "replace an input"),
    ("superres gray.png --factor 1 --truth steps/0002.png -o out.png", 64, "replace an input"),
    ("superres gray.png --factor 2 -o steps/0002.png", 64, "other output"),
    ("superres gray.png --factor 2 -o link/0003.png", 64, "other output"),
    // Names that no iteration has.
    ("superres steps/0002.png --factor 2 --every 3 -o out.png", 0, ""),
    ("superres gray.png --factor 2 -o steps/0005.png", 0, ""),
    ("superres gray.png --factor 2 -o out.png", 0, ""),
  ])
  func intermediateImagesReplaceNothing(arguments: String, code: Int, words: String) throws {
    try withSteps { folder in
      let path = folder.appendingPathComponent("steps/0002.png").path
      let before = FileManager.default.contents(atPath: path)
      let outcome = try run("\(arguments) --iterations 4 --intermediate steps", in: folder)
      #expect(outcome.code == code, "\(outcome.errors)")
      if code != 0 {
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
        #expect(outcome.errorLines.count == 2 && outcome.errors.contains("steps/000"))
        #expect(FileManager.default.contents(atPath: path) == before)
      }
    }
  }

  @Test func anIntermediateImageThatCannotBeWrittenDoesNotLoseTheResult() throws {
    try withModel { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      try FileManager.default.createDirectory(
        atPath: path("steps"), withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: path("steps/0002.png"), withDestinationPath: "/dev/full")
      let outcome = try run(
        "superres gray.png --factor 2 --iterations 5 --intermediate steps --trace trace.csv "
          + "-o out.png", in: folder)
      #expect(outcome.code == 74 && outcome.errors.contains("steps/0002.png"), "\(outcome.errors)")
      #expect(outcome.output.contains("iteration 2 of 5"))
      #expect(outcome.output.contains("out.png is what the image had become"))
      #expect(try Image.read(path("out.png")).width == 62)
      let rows = try String(contentsOfFile: path("trace.csv"), encoding: .utf8)
      #expect(rows.split(separator: "\n").count == 3)
    }
  }

  @Test func masksMarkSomethingAndNotAllInGray() throws {
    try withModel { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      let (dark, bright) = (
        Tensor(repeating: 1 / 255, shape: [1, 1, 40, 31]),
        Tensor(repeating: 1, shape: [1, 1, 40, 31])
      )
      for (mask, word) in [
        (Image(samples: dark), "no pixel is missing"),
        (Image(samples: dark, alpha: bright * 0.5), "no pixel is missing"),
        (Image(samples: bright), "no pixel is known"),
        (Image(samples: Tensor.joined([bright, dark, dark])), "in color"),
      ] {
        try mask.write(to: path("mask.png"))
        try "image: gray.png\ndegradations: [{kind: holes, mask: mask.png}]\nsigma: 0\n".write(
          toFile: path("recipe.yaml"), atomically: true, encoding: .utf8)
        for command in ["inpaint gray.png --mask mask.png", "restore recipe.yaml"] {
          let outcome = try run("\(command) --iterations 1 -o out.png", in: folder)
          #expect(outcome.code == 65 && outcome.errorLines.count == 2, "\(outcome.errors)")
          #expect(outcome.errors.contains("mask.png: ") && outcome.errors.contains(word))
        }
      }
    }
  }

  @Test(arguments: [
    ("restore photo.png", "photo.png: "), ("deblur gray.png --kernel binary.txt", "binary.txt: "),
    ("restore long.yaml", "long.yaml: "),
  ])
  func whatFilesHoldIsQuotedInOneShortLine(arguments: String, words: String) throws {
    try withModel { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      try Data([27, 91, 51, 49, 109, 7, 0, 10]).write(
        to: folder.appendingPathComponent("binary.txt"))
      try "image: a\n\(String(repeating: "x", count: 100_000)): 2\ndegradations: []\nsigma: 1\n"
        .write(
          toFile: path("long.yaml"), atomically: true, encoding: .utf8)
      let outcome = try run("\(arguments) -o out.png", in: folder)
      #expect(outcome.code == 65 && outcome.errors.contains(words), "\(outcome.errors.prefix(900))")
      #expect(outcome.errors.count < 700 && outcome.errorLines.count == 2)
      #expect(!outcome.errors.dropLast().unicodeScalars.contains { $0.value < 32 })
    }
  }

  @Test(arguments: [
    ("deblur photo.png --kernel none.txt", 66, "none.txt"),
    ("deblur photo.png --kernel photo.png", 65, "photo.png"),
    ("deblur photo.png --kernel kernel.txt --sigma -1", 64, "--sigma"),
    ("deblur photo.png --kernel kernel.txt --kernel-variable k", 64, "--kernel-variable"),
    ("deblur photo.png --kernel kernel.txt --boundary none", 64, "valid"),
    ("deblur photo.png --kernel kernel.txt --trace trace.png", 64, ".csv or .svg"),
    ("deblur photo.png --kernel kernel.txt --truth gray.png", 65, "gray.png"),
    ("deblur photo.png --kernel kernel.txt --intermediate steps", 73, "steps"),
    ("deblur photo.png --kernel kernel.txt --intermediate /proc", 73, "/proc"),
    ("deblur photo.png", 64, "expected --kernel, --gaussian, --disk or --motion"),
    ("deblur photo.png --gaussian 2 --disk 2", 64, "2 blurs"),
    ("deblur photo.png --gaussian 0", 64, "--gaussian"),
    ("deblur photo.png --motion 9", 64, "--motion"),
    ("deblur photo.png --disk 2 --origin 1,1", 64, "belong to --kernel"),
    ("deblur photo.png --kernel kernel.txt --origin 1", 64, "--origin"),
    (
      "deblur photo.png --kernel kernel.txt --origin 1,3", 65, "kernel.txt: an origin of 1,3 in 3x3"
    ),
    ("superres gray.png --factor 2 --dialect deepinv --resampling box", 64, "has no box"),
    ("superres gray.png --factor 1.5 --dialect deepinv", 64, "a whole one"),
    ("superres gray.png --factor 0.5", 64, "--factor"),
    ("superres gray.png --factor nan", 64, "--factor"),
    ("superres gray.png --factor 2 --iterations 0", 64, "--iterations"),
    ("superres gray.png --factor 2 --every 2", 64, "--intermediate"),
    ("inpaint gray.png --mask photo.png", 65, "photo.png"),
    ("inpaint gray.png --mask none.png", 66, "none.png"),
  ])
  func badInputIsNamed(arguments: String, code: Int, word: String) throws {
    try withModel { folder in
      let outcome = try run("\(arguments) -o out.png", in: folder)
      #expect(outcome.code == code, "\(outcome.code): \(outcome.errors)")
      #expect(outcome.errorLines.count == 2 && outcome.errors.contains(word), "\(outcome.errors)")
      #expect(
        !FileManager.default.fileExists(atPath: folder.appendingPathComponent("out.png").path))
    }
  }

  @Test func weightsForOtherThingsAreRefused() throws {
    try withModel { folder in
      try NoiseModel.write(to: folder.appendingPathComponent("other.safetensors").path)
      let names = (try? ModelCatalog().autoencoderNames()) ?? []
      for (model, code) in [("./other.safetensors", Int32(65)), ("nothing", 64)] {
        let outcome = try Program.run(
          ["superres", "gray.png", "--factor", "2", "-o", "out.png", "--model", model], in: folder)
        #expect(outcome.code == code, "\(outcome.errors)")
        if code == 64, !names.isEmpty {
          #expect(
            outcome.errors.contains("expected \(names.joined(separator: ", ")), daep, the path"))
        }
      }
    }
  }

  @Test func recipesOfSeveralThings() throws {
    try withModel { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      try FileManager.default.createDirectory(
        atPath: path("work"), withIntermediateDirectories: true)
      try FileManager.default.moveItem(atPath: path("gray.png"), toPath: path("work/gray.png"))
      try FileManager.default.moveItem(atPath: path("kernel.txt"), toPath: path("work/kernel.txt"))
      func restore(_ recipe: String) throws -> Program.Outcome {
        try recipe.write(toFile: path("work/recipe.yaml"), atomically: true, encoding: .utf8)
        return try run("restore work/recipe.yaml --iterations 3 -o out.png", in: folder)
      }
      let recipe = """
        image: gray.png
        degradations:
          - kind: blur
            kernel: kernel.txt
            border: replicate
          - kind: reduction
            factor: 2
        sigma: auto

        """
      let outcome = try restore(recipe)
      #expect(outcome.code == 0 && outcome.output.contains("noise of sigma"), "\(outcome.errors)")
      #expect(try Image.read(path("out.png")).samples.shape == [1, 1, 80, 62])
      for (old, new, code, word) in [
        ("kernel: kernel.txt", "kernel: none.txt", Int32(66), "none.txt"),
        ("border: replicate", "border: none", 65, "border"),
        ("factor: 2", "factor: 0.5", 65, "degradations.1.factor"),
        ("    factor: 2", "    factor: 2\n    faktor: 3", 65, "degradations.1.faktor"),
        ("sigma: auto", "sigma: lots", 65, "sigma"),
        ("sigma: auto", "sigma: -2", 65, "sigma"),
        ("sigma: auto", "", 65, "sigma"),
        ("image: gray.png", "image: none.png", 66, "none.png"),
        ("kind: blur", "kind: fog", 65, "none of blur, reduction, sampling, holes, crop, channels"),
        ("factor: 2", "factor: 2\n    dialect: fog", 65, "none of pillow, matlab, opencv, deepinv"),
        (
          "factor: 2", "factor: 1.5\n    dialect: deepinv", 65,
          "1.dialect: deepinv, which has no factor of 1.5"
        ),
        ("kernel: kernel.txt", "gaussian: 31", 65, "0.gaussian: 31.0"),
        ("kernel: kernel.txt", "kernel: kernel.txt\n    disk: 2", 65, "0.kernel: beside disk"),
        ("kernel: kernel.txt", "disk: 2\n    turn: true", 65, "0.turn: without a kernel"),
        (
          "kernel: kernel.txt", "kernel: kernel.txt\n    origin: [3, 0]", 65,
          "an origin of 3,0 in 3x3"
        ),
        ("factor: 2", "factor: 2\n    resampling: fog", 65, "none of nearest, box, bilinear"),
        ("  - kind: blur", "  - kind: crop\n    left: 101\n  - kind: blur", 65, "0.left: 101"),
        (
          "  - kind: blur", "  - kind: crop\n    left: 0\n  - kind: blur", 65, "no rows and columns"
        ),
        ("  - kind: blur", "  - kind: crop\n    left: [1]\n  - kind: blur", 65, "no single value"),
        (
          "  - kind: blur",
          "  - {kind: channels, kept: [red]}\n"
            + "  - {kind: channels, kept: [blue]}\n  - kind: blur",
          65, "degradations.1, which loses colors a second time"
        ),
        ("kind: reduction\n    factor: 2", "kind: channels\n    kept: []", 65, "1.kept: none"),
        (
          "kind: reduction\n    factor: 2", "kind: channels\n    kept: [red, red]", 65,
          "1.kept: red, red"
        ),
        (
          "  - kind: blur", "  - kind: channels\n    kept: [red]\n  - kind: blur", 65,
          "with channels"
        ),
        ("border: replicate", "border: fog", 65, "none of valid, replicate, circular"),
        ("  - kind: blur", "  - 7\n  - kind: blur", 65, "degradations.0\", which is no mapping"),
        ("sigma: auto", "sigma: 300", 65, "0.001...255, 0 for none, or auto"),
      ] {
        let outcome = try restore(recipe.replacing(old, with: new))
        #expect(outcome.code == code && outcome.errorLines.count == 2, "\(outcome.errors)")
        #expect(outcome.errors.contains(word), "\(outcome.errors)")
      }
      let gray = try restore(
        "image: gray.png\ndegradations: [{kind: channels, kept: [red]}]\nsigma: 0\n")
      #expect(
        gray.code == 65 && gray.errors.contains("gray.png: an image in gray"), "\(gray.errors)")
      // Noise alone is something to restore from; nothing at all is not.
      for (sigma, code) in [("5", Int32(0)), ("auto", 0), ("0", 65)] {
        let outcome = try restore("image: gray.png\ndegradations: []\nsigma: \(sigma)\n")
        #expect(outcome.code == code, "\(outcome.errors)")
      }
    }
  }

  /// `daep` is the shipped autoencoder for noise of 25 alone, by descent unless another way is asked for.
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

  /// A thumbnail of another program, a part of an image, and one without green.
  @Test func recipesOfOtherReductionsPartsAndColors() throws {
    try withModel { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      func restore(_ degradations: String) throws -> Image {
        try "image: photo.png\ndegradations: [\(degradations)]\nsigma: 0\n".write(
          toFile: path("recipe.yaml"), atomically: true, encoding: .utf8)
        let outcome = try run("restore recipe.yaml --iterations 8 -o out.png", in: folder)
        #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
        return try Image.read(path("out.png"))
      }
      let given = try Image.read(path("photo.png"))
      let reduced = try restore("{kind: reduction, factor: 2, resampling: box, dialect: opencv}")
      #expect(reduced.width == 2 * given.width && reduced.height == 2 * given.height)
      let option = try run(
        "superres photo.png --factor 2 --resampling box --dialect opencv --iterations 8 -o same.png",
        in: folder)
      #expect(option.code == 0, "\(option.errors)")
      #expect(
        byteMismatch(try Image.read(path("same.png")).samples, reduced.samples) == nil)
      let other = try run("superres photo.png --factor 2 --iterations 8 -o other.png", in: folder)
      #expect(other.code == 0)
      #expect(difference(try Image.read(path("other.png")).samples, reduced.samples) > 0.01)

      let whole = try restore("{kind: crop, left: 3, bottom: 2}")
      #expect(whole.width == given.width + 3 && whole.height == given.height + 2)
      let alpha = try (#require(whole.alpha)).cropped(by: .init(left: 3, bottom: 2))
      #expect(alpha.values == given.alpha?.values)

      let colored = try restore("{kind: channels, kept: [red, blue]}")
      let (before, after) = (
        // What alpha hides is not restored.
        given.withHiddenColorsFilled().samples.split(counts: [1, 1, 1]),
        colored.samples.split(counts: [1, 1, 1])
      )
      #expect(
        difference(before[0], after[0]) < 4 / 255 && difference(before[2], after[2]) < 4 / 255)
      #expect(difference(before[1], after[1]) > 0.01)
    }
  }

  @Test func evaluationsGoOn() throws {
    try withModel { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      for part in ["natural/Set5", "deblur/levin/gt"] {
        try FileManager.default.createDirectory(
          atPath: path(part), withIntermediateDirectories: true)
      }
      var random = RandomNumbers(seed: 8)
      for name in ["a", "b"] {
        try Image(samples: random.uniform(shape: [1, 3, 33, 41]))
          .write(to: path("natural/Set5/\(name).png"))
        try Image(samples: random.uniform(shape: [1, 1, 33, 41]))
          .write(to: path("deblur/levin/gt/im\(name).png"))
      }
      try Image(samples: random.uniform(shape: [1, 1, 5, 7]))
        .write(to: path("deblur/levin/gt/kernel1.png"))
      let command =
        "evaluate superres --data . --set set5 --factor 2 --iterations 6 --json report.json --resume"
      let first = try run(command + " --limit 1", in: folder)
      #expect(first.code == 0 && first.output.contains("protocol daep-sr"), "\(first.errors)")
      #expect(first.output.contains("iterations 6") && first.output.contains("mean of 1"))
      func row(_ output: String) -> Substring? {
        output.split(separator: "\n").first { $0.hasPrefix("a ") }
      }
      let second = try run(command, in: folder)
      #expect(second.code == 0 && second.output.contains("mean of 2"), "\(second.errors)")
      // Seconds and all: it was not restored again.
      #expect(row(second.output) != nil && row(second.output) == row(first.output))
      let again = try run(command + " --limit 1", in: folder)
      #expect(again.code == 0 && again.output.contains("mean of 1"), "\(again.errors)")
      #expect(try EvaluationReport.read(path("report.json")).rows.map(\.name) == ["a", "b"])
      let other = try run(command.replacing("factor 2", with: "factor 3"), in: folder)
      #expect(other.code == 65 && other.errors.contains("x2"), "\(other.errors)")
      for rest in [
        "deblur --set levin --sigma 2.55", "inpaint --set set5 --missing 0.5",
        "superres --set set5 --factor 2 --solver descent",
        "restore --set set5 --blur 1 --factor 2 --sigma 5", "restore --sigma 25",
      ] {
        let outcome = try run("evaluate \(rest) --data . --iterations 2", in: folder)
        #expect(outcome.code == 0 && outcome.output.contains("mean of 2"), "\(outcome.errors)")
      }
      for peer in ["richardson-lucy --iterations 2", "hyper-laplacian", "none"] {
        let outcome = try Program.run(
          "evaluate deblur --data . --sigma 2.55 --limit 1 --model \(peer)".split(separator: " ")
            .map(String.init), in: folder)
        #expect(outcome.code == 0 && outcome.output.contains("mean of 1"), "\(outcome.errors)")
      }
      for (rest, code) in [
        ("deblur --set set5 --sigma 2", Int32(64)), ("superres --set levin --factor 2", 64),
        ("inpaint --missing 1", 64), ("superres --factor 2 --resume", 64),
        ("deblur --set kodak --sigma 2.55", 66), ("restore --set set5", 64),
        ("restore --blur 0.01", 64), ("restore --factor 17", 64), ("restore --sigma 300", 64),
      ] {
        let outcome = try run("evaluate \(rest) --data .", in: folder)
        #expect(outcome.code == code && outcome.errorLines.count == 2, "\(outcome.errors)")
      }
    }
  }
}
