import Burnish
import BurnishImages
import BurnishTensors
import Foundation
import Testing

/// `upsample` of targets other than depth, with the built program.
@Suite struct UpsampleKindTests {
  private static func path(_ name: String, _ folder: URL) -> String {
    folder.appendingPathComponent(name).path
  }

  private static let vectors = Tensor(
    shape: [1, 2, 12, 16], values: (0..<384).map { Float($0 * 53 % 37) / 4 - 3 })

  /// Runs `upsample` with bicubic enlargement in a folder with `guide.png` of 64x48.
  private func run(
    _ target: String, _ more: [String] = [], output: String, in folder: URL
  ) throws -> Program.Outcome {
    try Program.run(
      ["upsample", target, "--guide", "guide.png", "--model", "bicubic", "-o", output] + more,
      in: folder)
  }

  private func enlarged(_ planes: Tensor) -> Tensor {
    DepthProtocol.dknBicubic.enlarged(planes, factor: 4)
  }

  private func expectClose(
    _ actual: Tensor, _ wanted: Tensor, _ tolerance: Float,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(actual.shape == wanted.shape, sourceLocation: sourceLocation)
    let worst = zip(actual.values, wanted.values).map { abs($0 - $1) }.max()!
    #expect(worst <= tolerance, sourceLocation: sourceLocation)
  }

  @Test func flowIsScaledUnlessToldOtherwise() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      try FlowField(vectors: Self.vectors).write(to: Self.path("motion.flo", folder))
      for (options, scale) in [([], Float(4)), (["--keep-vectors"], 1)] {
        let outcome = try run("motion.flo", options, output: "out.flo", in: folder)
        #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
        let result = try FlowField.read(Self.path("out.flo", folder))
        expectClose(result.vectors, enlarged(Self.vectors) * scale, 1e-4)
      }
    }
  }

  @Test func whatHasTheGuidesSizeNeedsAFactor() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      try FlowField(vectors: enlarged(Self.vectors)).write(to: Self.path("motion.flo", folder))
      let outcome = try run("motion.flo", ["--factor", "4"], output: "out.flo", in: folder)
      #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
      let result = try FlowField.read(Self.path("out.flo", folder))
      expectClose(result.vectors, enlarged(Self.vectors), 1e-4)
    }
    let bad = BadInputTests()
    try bad.check(
      bad.upsample("guide.png", ["--model", "bicubic", "--kind", "mask"]), code: 65,
      subject: "guide.png: ", mentions: ["64x48", "--factor"])
  }

  @Test func masksKeepTheirBits() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      let numbers = (0..<192).map { Float($0 % 2) / 255 }
      try Image(samples: Tensor(shape: [1, 1, 12, 16], values: numbers))
        .write(to: Self.path("numbers.png", folder))
      let refused = try run("numbers.png", ["--kind", "mask"], output: "out.png", in: folder)
      #expect(refused.code == 65 && refused.errors.contains("levels of 0 and 1 alone"))
      let plane = Tensor(
        shape: [1, 1, 12, 16], values: (0..<192).map { $0 % 7 < 3 ? 1 : 0 })
      for format in [SampleFormat.uint8, .uint16] {
        try Image(samples: plane, sampleFormat: format).write(to: Self.path("mask.png", folder))
        let outcome = try run("mask.png", ["--kind", "mask"], output: "out.png", in: folder)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let result = try Image.read(Self.path("out.png", folder))
        #expect(result.sampleFormat == format)
        expectClose(result.samples, enlarged(plane).clipped(to: 0...1), 0.0021)
      }
    }
  }

  @Test func colorsTakeTheGuidesLuma() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      let guide = Samples.guide(channels: 1)
      try guide.write(to: Self.path("guide.png", folder))
      try Samples.guide(width: 16, height: 12).write(to: Self.path("small.png", folder))
      let outcome = try run("small.png", ["--kind", "chroma"], output: "out.png", in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      let result = try Image.read(Self.path("out.png", folder))
      #expect(result.channels == 3)
      // The file's 8 bits limit the accuracy of each color.
      expectClose(rgbToGray(result.samples), guide.samples, 1.01 / 255)
    }
  }

  /// An array of many channels may be scores or something else.
  @Test func scoresAreSaidToBeScores() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      let scores = Tensor(
        shape: [1, 5, 12, 16], values: (0..<960).map { Float($0 * 71 % 97) - 40 })
      try NumPyPlanes.write(scores, to: Self.path("scores.npy", folder))
      let guessed = try run("scores.npy", output: "out.npy", in: folder)
      #expect(guessed.code == 65 && guessed.errors.contains("--kind"), "\(guessed.errors)")
      let outcome = try run("scores.npy", ["--kind", "scores"], output: "out.npy", in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      expectClose(try NumPyPlanes.read(Self.path("out.npy", folder)), enlarged(scores), 1e-3)
    }
  }

  @Test func motionOfOtherFilesIsRead() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      for name in ["motion.png", "motion.npy"] {
        try FlowField(vectors: Self.vectors).write(to: Self.path(name, folder))
        let outcome = try run(
          name, ["--kind", "flow", "--overwrite"], output: "out.flo", in: folder)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let result = try FlowField.read(Self.path("out.flo", folder))
        // KITTI stores motion in steps of 1/64 pixel.
        expectClose(result.vectors, enlarged(Self.vectors) * 4, 0.04)
      }
    }
  }

  @Test func classesKeepTheirNumbersAndColors() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      let palette = ColorPalette(
        colors: (0..<16).map { (index: Int) in SIMD4<UInt8>(UInt8(index * 15), 9, 200, 255) })
      try Samples.write(to: folder)
      let numbers = (0..<192).map { (place: Int) -> UInt16 in
        if place % 16 < 5 { return 0 }
        return place % 16 < 11 ? 15 : 7
      }
      let labels = LabelMap(width: 16, height: 12, labels: numbers, palette: palette)
      try labels.write(to: Self.path("classes.png", folder))
      // A palette's colors only display the labels, so labels are the only possible kind.
      for options in [[], ["--kind", "labels"]] {
        let outcome = try run(
          "classes.png", options + ["--overwrite"], output: "out.png", in: folder)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("numbers of classes") == options.isEmpty)
        let result = try LabelMap.read(Self.path("out.png", folder))
        #expect(result.width == 64 && result.palette == palette)
        #expect(Set(result.labels) == [0, 7, 15])
      }
    }
  }

  @Test func heightsMayBeBelowTheSea() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      let values = (0..<192).map { Float($0 % 16) - 430 }
      var stored = values
      stored[20] = -9999
      try HeightMap(samples: Tensor(shape: [1, 1, 12, 16], values: stored)).write(
        to: Self.path("heights.npy", folder))
      let depth = try run("heights.npy", output: "out.npy", in: folder)
      #expect(depth.code == 65 && depth.errors.contains("--kind height"), "\(depth.errors)")
      let outcome = try run(
        "heights.npy", ["--kind", "height", "--no-data", "-9999"], output: "out.npy", in: folder)
      #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
      let result = try HeightMap.read(Self.path("out.npy", folder))
      #expect(result.valid?.values.filter { $0 == 0 }.count == 16)
      let filled = result.samplesWithGapsFilled().values
      #expect(filled.min()! > -431 && filled.max()! < -414)
      // The number for missing heights already implies heights.
      let told = try run("heights.npy", ["--no-data", "-9999"], output: "told.npy", in: folder)
      #expect(told.code == 0 && told.errors == "", "\(told.errors)")
      #expect(
        try HeightMap.read(Self.path("told.npy", folder)).valid?.values == result.valid?.values)
      let mask = try run(
        "heights.npy", ["--kind", "mask", "--no-data", "1"], output: "o.npy", in: folder)
      #expect(mask.code == 64 && mask.errors.contains("--kind height"))
    }
  }

  /// The program reports assumptions in one line, and only if there are any.
  @Test func assumptionsAreTold() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      let assumed = try run("depth.png", output: "out.png", in: folder)
      #expect(assumed.code == 0 && assumed.errorLines.count == 2, "\(assumed.errors)")
      #expect(assumed.errors.contains("depth.png was taken for depth in millimeters"))
      let said = try run("depth.png", ["--kind", "depth"], output: "said.png", in: folder)
      #expect(said.code == 0 && said.errors == "")
    }
  }

  @Test func theGuidedFilterTakesItsSettings() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      let arguments = ["upsample", "depth.png", "--guide", "guide.png", "--model", "guided"]
      for (options, model) in [
        ([], JointModel.guided(for: .upsampling(factor: 4))),
        (
          ["--radius", "2", "--epsilon", "0.2"],
          try .guided(for: .upsampling(factor: 4), radius: 2, epsilon: 0.2)
        ),
      ] {
        let outcome = try Program.run(arguments + options + ["-o", "out.png"], in: folder)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let result = try DepthMap.read(Self.path("out.png", folder))
        let wanted = try DepthUpsampler(model).upsampledBlocking(
          Samples.depth, guide: Image.read(Self.path("guide.png", folder)))
        expectClose(result.samples, wanted.samples, 0.51)
      }
    }
  }

  @Test func badTargetsGetOneLine() throws {
    let bad = BadInputTests()
    let flow: (URL) throws -> Void = {
      try FlowField(vectors: Self.vectors).write(to: Self.path("motion.flo", $0))
    }
    try bad.check(
      bad.upsample("motion.flo", output: "out.png"), code: 64, subject: "out.png: ",
      mentions: [".flo"], prepare: flow)
    try bad.check(
      bad.upsample("motion.flo", output: "motion.flo"), code: 64, subject: "motion.flo: ",
      mentions: ["input"], prepare: flow)
    try bad.check(
      bad.upsample("half.flo", output: "out.flo"), code: 65, subject: "half.flo: ",
      mentions: ["truncated"]
    ) {
      try flow($0)
      try Samples.truncate("motion.flo", to: "half.flo", in: $0)
    }
    try bad.check(
      bad.upsample(
        "depth.png", output: "out.flo", ["--model", "bicubic", "--kind", "flow"]),
      code: 65, subject: "depth.png: ", mentions: [".flo"])
    try bad.check(
      bad.upsample("small.png", ["--model", "bicubic", "--kind", "mask"]), code: 65,
      subject: "small.png: ", mentions: ["color"]
    ) { try Samples.guide(width: 16, height: 12).write(to: Self.path("small.png", $0)) }
    try bad.check(
      bad.upsample("depth.png", ["--model", "bicubic", "--kind", "chroma"]), code: 65,
      subject: "depth.png: ", mentions: ["gray"])
    try bad.check(
      bad.upsample("depth.png", ["--model", "bicubic", "--kind", "scores"]), code: 65,
      subject: "depth.png: ", mentions: [".npy"])
    try bad.check(
      ["denoise", "guide.png", "--guide", "guide.png", "-o", "out.png", "--radius", "2"], code: 64,
      subject: "", mentions: ["--model guided"])
    for options in [
      ["--kind", "nonesuch"], ["--model", "fdkn", "--radius", "3"],
      ["--model", "guided", "--radius", "0"], ["--model", "guided", "--epsilon", "0"],
    ] {
      try bad.check(bad.upsample("depth.png", options), code: 64, subject: "")
    }
  }
}
