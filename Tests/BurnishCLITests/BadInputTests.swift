import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// Every bad input ends in one line on standard error, its exit code, and no output file.
@Suite struct BadInputTests {
  /// - Parameters:
  ///   - arguments: the arguments of `burnish`, which runs in a folder with `depth.png`, `guide.png`, and `guide.jpg`.
  ///   - code: the expected exit code.
  ///   - subject: the required start of the line after the program's name.
  ///   - mentions: texts that the line must contain.
  ///   - prepare: adds files to the folder.
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
    // PFM stores the lowest row first, so the last row of the file is the first row of the image.
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

  @Test func guideOfAnotherSizeThanTheNoisyImage() throws {
    try check(
      ["denoise", "guide.png", "--guide", "depth.png", "--model", "guided", "-o", "out.png"],
      code: 65, subject: "guide.png: ", mentions: ["64x48", "16x12", "same size"])
    try check(
      ["denoise", "depth.png", "--guide", "guide.png", "--model", "guided", "-o", "out.png"],
      code: 65, subject: "depth.png: ", mentions: ["64x48", "16x12"])
  }

  /// Light is never negative.
  @Test(arguments: [
    ["smooth", "dark.pfm", "--model", "guided"], ["denoise", "dark.pfm", "--sigma", "9"],
    ["denoise", "dark.pfm", "--kind", "picture", "--guide", "guide.png", "--model", "guided"],
    ["upsample", "depth.png", "--guide", "dark.pfm", "--model", "bicubic"],
    ["denoise", "guide.png", "--guide", "dark.pfm", "--model", "guided"],
    ["inspect", "kernel", "depth.png", "--guide", "dark.pfm", "--at", "1,1"],
  ])
  func imagesBelowBlack(_ arguments: [String]) throws {
    try check(
      arguments + ["-o", "out.tif"], code: 65, subject: "dark.pfm: ", mentions: ["sample -7.0"]
    ) {
      var values = [Float](repeating: 0.5, count: 64 * 48)
      values[700] = -7
      try Samples.pfm(values, width: 64).write(to: $0.appendingPathComponent("dark.pfm"))
    }
  }

  /// A message about an image's samples names its file, whatever the image's role.
  @Test(arguments: [
    ("bright.pfm --scribbles guide.png", "guide.png: ", "light up to 7.0"),
    ("guide.png --scribbles bright.pfm", "bright.pfm: ", "sample 7.0"),
  ])
  func imagesOutOfRange(_ words: String, _ subject: String, _ mention: String) throws {
    try check(
      ["colorize"] + words.split(separator: " ").map(String.init) + ["-o", "out.tif"], code: 65,
      subject: subject, mentions: [mention]
    ) {
      var values = [Float](repeating: 0.5, count: 64 * 48)
      for index in 700..<2000 { values[index] = 7 }
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
      arguments + ["-o", "out.tif"], code: 65, subject: "far.pfm: ", mentions: ["maximum depth"]
    ) {
      try Samples.pfm([Float](repeating: 2e9, count: 192), width: 16)
        .write(to: $0.appendingPathComponent("far.pfm"))
      try Samples.guide(width: 16, height: 12)
        .write(to: $0.appendingPathComponent("small.png").path)
      try NoiseModel.write(to: $0.appendingPathComponent("small.safetensors").path)
    }
  }

  @Test func upsamplingWeightsAgainstNoise() throws {
    try check(
      [
        "denoise", "guide.png", "--guide", "guide.jpg", "--model", "none.safetensors", "-o",
        "o.png",
      ],
      code: 66, subject: "none.safetensors: ")
  }
}
