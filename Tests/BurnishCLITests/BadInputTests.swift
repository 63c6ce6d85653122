import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// Every bad input ends in one line on the standard error, its exit code, and no output file.
@Suite struct BadInputTests {
  /// - Parameters:
  ///   - arguments: of `burnish`, run in a folder with `depth.png`, `guide.png` and `guide.jpg`.
  ///   - code: the exit code wanted.
  ///   - subject: what the line must begin with after the program's name.
  ///   - mentions: what it must contain.
  ///   - prepare: puts more files into the folder.
  func check(
    _ arguments: [String], code: Int32, subject: String, mentions: [String] = [],
    prepare: (URL) throws -> Void = { _ in }, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      try prepare(folder)
      let before = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      let outcome = try Program.run(arguments, in: folder)
      #expect(outcome.code == code, "\(outcome.errors)", sourceLocation: sourceLocation)
      #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
      let lines = outcome.errorLines
      #expect(
        lines.count == 2 && lines.last == "", "\(outcome.errors)", sourceLocation: sourceLocation)
      #expect(
        outcome.errors.hasPrefix("burnish: \(subject)"), "\(outcome.errors)",
        sourceLocation: sourceLocation)
      for mention in mentions {
        #expect(
          outcome.errors.contains(mention), "\(outcome.errors)", sourceLocation: sourceLocation)
      }
      let after = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(after == before, "files were left behind", sourceLocation: sourceLocation)
    }
  }

  func upsample(
    _ depth: String = "depth.png", guide: String = "guide.png", output: String = "out.png",
    _ more: [String] = ["--model", "bicubic"]
  ) -> [String] {
    ["upsample", depth, "--guide", guide, "-o", output] + more
  }

  @Test func truncatedPNG() throws {
    try check(upsample("half.png"), code: 65, subject: "half.png: ") {
      try Samples.truncate("depth.png", to: "half.png", in: $0)
    }
  }

  @Test func truncatedJPEG() throws {
    try check(upsample(guide: "half.jpg"), code: 65, subject: "half.jpg: ") {
      try Samples.truncate("guide.jpg", to: "half.jpg", in: $0)
    }
  }

  @Test func textNamedPNG() throws {
    try check(upsample("text.png"), code: 65, subject: "text.png: ") {
      try Data("This is no picture.\n".utf8).write(to: $0.appendingPathComponent("text.png"))
    }
  }

  @Test func emptyFile() throws {
    try check(upsample(guide: "empty.png"), code: 65, subject: "empty.png: ", mentions: ["empty"]) {
      try Data().write(to: $0.appendingPathComponent("empty.png"))
    }
  }

  @Test func hugeHeader() throws {
    try check(
      upsample("huge.png"), code: 65, subject: "huge.png: ", mentions: ["60000x60000"]
    ) {
      try Samples.pngHeader(width: 60000, height: 60000)
        .write(to: $0.appendingPathComponent("huge.png"))
    }
  }

  @Test func guideOfTheWrongSize() throws {
    try check(
      upsample(guide: "odd.png"), code: 65, subject: "depth.png: ", mentions: ["16x12", "65x48"]
    ) {
      try Samples.guide(width: 65).write(to: $0.appendingPathComponent("odd.png").path)
    }
  }

  @Test func factorAgainstTheSizes() throws {
    try check(
      upsample("depth.png", ["--factor", "8", "--model", "bicubic"]), code: 65,
      subject: "--factor 8: ", mentions: ["16x12", "64x48", "x4"])
  }

  @Test func colorAsDepth() throws {
    try check(
      upsample("guide.png", guide: "guide.jpg"), code: 65, subject: "guide.png: ",
      mentions: ["channel"])
  }

  @Test func notANumber() throws {
    let prepare: (URL) throws -> Void = { folder in
      var values = [Float](repeating: 1.5, count: 192)
      values[16 * 11 + 3] = .nan
      try Samples.pfm(values, width: 16).write(to: folder.appendingPathComponent("nan.pfm"))
      try Samples.guide(width: 16, height: 12)
        .write(to: folder.appendingPathComponent("small.png").path)
      try NoiseModel.write(to: folder.appendingPathComponent("small.safetensors").path)
    }
    // PFM stores the lowest row first, so that the last row of the file is the picture's first.
    for arguments in [
      upsample("nan.pfm", output: "out.pfm"),
      [
        "inspect", "kernel", "nan.pfm", "--guide", "small.png", "--at", "3,3", "--model",
        "./small.safetensors", "-o", "out.png",
      ],
    ] {
      try check(
        arguments, code: 65, subject: "nan.pfm: ",
        mentions: ["NaN in column 3, row 0", "--nan-holes"], prepare: prepare)
      try Program.withFolder { folder in
        try Samples.write(to: folder)
        try prepare(folder)
        let outcome = try Program.run(arguments + ["--nan-holes"], in: folder)
        #expect(outcome.code == 0, "\(outcome.errors)")
      }
    }
  }

  @Test func missingInputs() throws {
    try check(upsample("none.png"), code: 66, subject: "none.png: ")
    try check(upsample(guide: "none.jpg"), code: 66, subject: "none.jpg: ")
    try check(
      upsample("depth.png", ["--model", "./none.safetensors"]), code: 66,
      subject: "./none.safetensors: ")
  }

  @Test func unreadableWeights() throws {
    let contents: [(Data, String)] = [
      (Data(), "safetensors"),
      (Data((0..<999).map { UInt8($0 * 7 & 0xFF) }), "safetensors"),
      (Samples.weights(card: nil).dropLast(2), "w"),
      (Samples.weights(card: nil), "no model card"),
      (Samples.weights(card: "{}"), "name"),
      (Samples.weights(card: "not JSON"), "not JSON"),
    ]
    for (data, mention) in contents {
      try check(
        upsample("depth.png", ["--model", "bad.safetensors"]), code: 65,
        subject: "bad.safetensors: ", mentions: [mention]
      ) { try data.write(to: $0.appendingPathComponent("bad.safetensors")) }
    }
  }

  /// The message depends on whether weights are shipped at all; both are one line that says it.
  @Test func unknownModel() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      let outcome = try Program.run(upsample("depth.png", ["--model", "nonesuch"]), in: folder)
      #expect([64, 66].contains(outcome.code) && outcome.errorLines.count == 2)
      #expect(outcome.errors.contains("weights"), "\(outcome.errors)")
    }
  }

  @Test func outputThatCannotBe() throws {
    try check(upsample(output: "none/out.png"), code: 73, subject: "none/out.png: ")
    try check(upsample(output: "folder.png"), code: 73, subject: "folder.png: ") {
      try FileManager.default.createDirectory(
        at: $0.appendingPathComponent("folder.png"), withIntermediateDirectories: false)
    }
    try check(upsample(output: "out.gif"), code: 64, subject: "out.gif: ")
    try check(upsample(output: "out.jpg"), code: 64, subject: "out.jpg: ")
  }

  /// A device that is always full stands for a disk that is.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full"))
  func fullDisk() throws {
    try check(upsample(output: "full.png"), code: 74, subject: "full.png: ") {
      try FileManager.default.createSymbolicLink(
        atPath: $0.appendingPathComponent("full.png").path, withDestinationPath: "/dev/full")
    }
  }

  @Test func outputOverAnInput() throws {
    try check(upsample(output: "depth.png"), code: 64, subject: "depth.png: ", mentions: ["input"])
    try check(
      upsample(output: "other.png"), code: 64, subject: "other.png: ", mentions: ["input"]
    ) {
      try FileManager.default.createSymbolicLink(
        atPath: $0.appendingPathComponent("other.png").path, withDestinationPath: "guide.png")
    }
  }

  @Test func guideOfAnotherSizeThanTheNoisyPicture() throws {
    try check(
      ["denoise", "guide.png", "--guide", "depth.png", "--model", "guided", "-o", "out.png"],
      code: 65, subject: "guide.png: ", mentions: ["64x48", "16x12", "same size"])
    try check(
      ["denoise", "depth.png", "--guide", "guide.png", "--model", "guided", "-o", "out.png"],
      code: 65, subject: "depth.png: ", mentions: ["64x48", "16x12"])
  }

  /// Options that would do nothing are refused, with what they are for.
  @Test(arguments: [
    (
      ["upsample", "depth.png", "--guide", "guide.png", "--keep-vectors"], "--keep-vectors", "flow"
    ),
    (
      ["upsample", "depth.png", "--kind", "mask", "--guide", "guide.png", "--nan-holes"],
      "--nan-holes", "--kind depth"
    ),
    (
      ["colorize", "guide.png", "--scribbles", "guide.png", "--model", "fdkn"], "--model",
      "--at 1/N"
    ),
    (
      [
        "colorize", "guide.png", "--scribbles", "guide.png", "--at", "1", "--model", "guided",
        "--radius", "2",
      ], "--model", "--at 1/N"
    ),
  ])
  func optionsWithoutEffect(_ arguments: [String], _ option: String, _ wanted: String) throws {
    try check(
      arguments + ["-o", "out.png"], code: 64, subject: "\(option): ", mentions: [wanted])
  }

  /// Outputs beside the first one are looked at before the work as well, and before its data is read.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self"), "there is no /proc"))
  func placesWhereNothingCanBeMade() throws {
    let place = "/proc/burnish"
    try check(upsample(output: "\(place).png"), code: 73, subject: "\(place).png: ")
    for set in [
      ["depth", "--set", "lu", "--factor", "4", "--model", "bicubic"],
      ["denoise", "--sigma", "25", "--model", "tv"], ["nir", "--sigma", "25", "--model", "none"],
      ["segmentation", "--model", "fdkn"],
    ] {
      try check(
        ["evaluate"] + set + ["--data", "none", "--json", "\(place).json"], code: 73,
        subject: "\(place).json: ")
    }
    try check(
      [
        "inspect", "kernel", "depth.png", "--guide", "guide.png", "--at", "3,3", "-o", "out.png",
        "--json", "\(place).json",
      ], code: 73, subject: "\(place).json: ")
    try check(
      [
        "denoise", "guide.png", "--model", "tv", "--sigma", "9", "-o", "out.png", "--energy",
        "\(place).csv",
      ], code: 73, subject: "\(place).csv: ")
    try check(["demo", "--samples", place, "-o", "out.png"], code: 73, subject: place)
    let recipe = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Recipes/fdkn-x8.yaml").path
    try check(
      ["train", recipe, "--data", "none", "--out", "\(place)/run"], code: 73, subject: place)
    try check(
      ["publish", "none.safetensors", "--data", ".", "-o", "\(place).safetensors"], code: 73,
      subject: "\(place).safetensors: ")
    try check(
      ["import", "none.mat", "-o", "\(place).safetensors"], code: 73,
      subject: "\(place).safetensors: ")
  }

  /// Light is never negative.
  @Test(arguments: [
    ["smooth", "dark.pfm", "--model", "guided"], ["denoise", "dark.pfm", "--sigma", "9"],
    ["denoise", "dark.pfm", "--kind", "picture", "--guide", "guide.png", "--model", "guided"],
    ["upsample", "depth.png", "--guide", "dark.pfm", "--model", "bicubic"],
    ["denoise", "guide.png", "--guide", "dark.pfm", "--model", "guided"],
    ["inspect", "kernel", "depth.png", "--guide", "dark.pfm", "--at", "1,1"],
  ])
  func picturesBelowBlack(_ arguments: [String]) throws {
    try check(
      arguments + ["-o", "out.tif"], code: 65, subject: "dark.pfm: ", mentions: ["sample -7.0"]
    ) {
      var values = [Float](repeating: 0.5, count: 64 * 48)
      values[700] = -7
      try Samples.pfm(values, width: 64).write(to: $0.appendingPathComponent("dark.pfm"))
    }
  }

  /// Whatever a picture is for, a message about its samples names its file.
  @Test(arguments: [
    ["colorize", "bright.pfm", "--scribbles", "guide.png"],
    ["colorize", "guide.png", "--scribbles", "bright.pfm"],
  ])
  func picturesOutOfRange(_ arguments: [String]) throws {
    try check(
      arguments + ["-o", "out.tif"], code: 65, subject: "bright.pfm: ", mentions: ["sample 7.0"]
    ) {
      var values = [Float](repeating: 0.5, count: 64 * 48)
      values[700] = 7
      try Samples.pfm(values, width: 64).write(to: $0.appendingPathComponent("bright.pfm"))
    }
  }

  @Test(arguments: [
    ["upsample", "far.pfm", "--guide", "guide.png", "--model", "bicubic"],
    ["denoise", "far.pfm", "--guide", "small.png", "--model", "guided"],
    [
      "inspect", "kernel", "far.pfm", "--guide", "small.png", "--at", "1,1", "--model",
      "./small.safetensors",
    ],
  ])
  func depthThatNothingHas(_ arguments: [String]) throws {
    try check(
      arguments + ["-o", "out.tif"], code: 65, subject: "far.pfm: ", mentions: ["greatest depth"]
    ) {
      try Samples.pfm([Float](repeating: 2e9, count: 192), width: 16)
        .write(to: $0.appendingPathComponent("far.pfm"))
      try Samples.guide(width: 16, height: 12)
        .write(to: $0.appendingPathComponent("small.png").path)
      try NoiseModel.write(to: $0.appendingPathComponent("small.safetensors").path)
    }
  }

  @Test func pictureThatItsOutputCannotHold() throws {
    let smooth = ["smooth", "clear.png", "--model", "guided", "-o"]
    let prepare: (URL) throws -> Void = { folder in
      var picture = Samples.guide()
      picture.alpha = Tensor(repeating: 0.5, shape: [1, 1, 48, 64])
      try picture.write(to: folder.appendingPathComponent("clear.png").path)
    }
    try check(
      smooth + ["out.jpg"], code: 73, subject: "out.jpg: ", mentions: ["alpha"], prepare: prepare)
    try check(smooth + ["out.gif"], code: 64, subject: "out.gif: ", prepare: prepare)
    try check(smooth + ["clear.png"], code: 64, subject: "clear.png: ", prepare: prepare)
  }

  @Test func energiesThatCannotBeWritten() throws {
    let smooth = ["smooth", "guide.png", "--model", "l0", "-o", "out.png", "--energy"]
    try check(smooth + ["energy.png"], code: 64, subject: "energy.png: ", mentions: [".svg"])
    try check(smooth + ["none/energy.csv"], code: 73, subject: "none/energy.csv: ")
    try check(
      ["smooth", "guide.png", "--model", "l0", "-o", "a.png", "--energy", "a.png"], code: 64,
      subject: "a.png: ")
  }

  @Test func upsamplingWeightsAgainstNoise() throws {
    try check(
      [
        "denoise", "guide.png", "--guide", "guide.jpg", "--model", "none.safetensors", "-o",
        "o.png",
      ],
      code: 66, subject: "none.safetensors: ")
  }

  @Test(arguments: [
    ["upsample"], ["upsample", "depth.png"], ["nonesuch"], ["--nonesuch"],
    ["upsample", "depth.png", "--guide", "guide.png", "-o", "out.png", "--factor", "many"],
    ["upsample", "depth.png", "--guide", "guide.png", "-o", "out.png", "--threads", "0"],
    ["evaluate", "depth", "--set", "nonesuch", "--factor", "4", "--model", "bicubic"],
    ["evaluate", "depth", "--set", "lu", "--factor", "5", "--model", "bicubic"],
    ["evaluate", "depth", "--set", "lu", "--factor", "4", "--model", "bicubic", "--limit", "0"],
    ["evaluate", "depth", "--set", "lu", "--factor", "4", "--model", "bicubic"],
    ["demo", "--factor", "7"],
    ["evaluate", "saliency", "--factor", "3", "--model", "bicubic"],
    ["evaluate", "depth-noise", "--set", "lu", "--sigma", "0", "--model", "none"],
    ["evaluate", "nir", "--sigma", "300", "--model", "none"],
    ["denoise", "guide.png", "a.png", "--guide", "guide.png", "-o", "out.png"],
    ["denoise", "guide.png", "--guide", "guide.jpg", "--kind", "music", "-o", "out.png"],
    ["denoise", "guide.png", "--guide", "guide.jpg", "--sigma", "-1", "-o", "out.png"],
    ["smooth", "guide.png", "--rounds", "0", "-o", "out.png"],
    ["smooth", "guide.png", "--sigma", "9", "--model", "x.safetensors", "-o", "out.png"],
    ["smooth", "guide.png", "--model", "l0", "--rounds", "2", "-o", "out.png"],
    ["smooth", "guide.png", "--model", "l0", "--sigma", "9", "-o", "out.png"],
    ["smooth", "guide.png", "--model", "l0", "--strength", "0", "-o", "out.png"],
    ["smooth", "guide.png", "--model", "l0", "--strength", "nan", "-o", "out.png"],
    ["smooth", "guide.png", "--model", "guided", "--strength", "0.1", "-o", "out.png"],
    ["smooth", "guide.png", "--energy", "energy.svg", "-o", "out.png"],
    ["denoise", "guide.png", "--energy", "energy.svg", "-o", "out.png"],
    ["denoise", "guide.png", "--model", "tv", "--sigma", "0", "-o", "out.png"],
    [
      "denoise", "guide.png", "--guide", "guide.jpg", "--model", "tv", "--energy", "energy.svg",
      "-o", "out.png",
    ],
    ["inspect", "kernel", "depth.png", "--guide", "guide.png", "--at", "3", "-o", "out.png"],
    ["inspect", "kernel", "depth.png", "--guide", "guide.png", "--at", "64,3", "-o", "out.png"],
    [
      "inspect", "kernel", "depth.png", "--guide", "guide.png", "--at", "6,3", "--json",
      "./out.png",
      "-o", "out.png",
    ],
    ["denoise", "guide.png", "--guide", "guide.jpg", "--nan-holes", "-o", "out.png"],
    [
      "inspect", "kernel", "depth.png", "--guide", "guide.png", "--at", "6,3", "--model", "bicubic",
      "-o", "out.png",
    ],
  ])
  func wrongUsage(_ arguments: [String]) throws {
    try check(arguments, code: 64, subject: "")
  }
}
