import ArgumentParser
import Burnish
import BurnishCore
import BurnishImages

struct UpsampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "upsample",
    abstract: "Enlarge depth, motion, masks, colors or class scores under a picture's guidance.",
    discussion: """
      TARGET is enlarged to the guide's size and sharpened along the guide's edges. Both sides of \
      the guide must be the same whole number of times as large. What TARGET is says --kind:

        depth   A picture of one channel: 16 bits are millimeters (0: no measurement), 8 bits \
      levels 0...255, floating point meters. The result has the unit of TARGET.
        height  Elevation or other samples with a sign in one channel, in whole numbers or floating \
      point. A TIFF says itself what number is no height (GDAL's tag 42113), or --no-data does. The \
      result is floating point, with NaN for no height.
        flow    Motion in a .flo file, a PNG of 16 bits as KITTI has it, or a .npy array [h, w, 2] or \
      [2, h, w], and in one of these again (in a PNG only with --kind flow). Vectors are multiplied by the factor, so \
      that they measure in pixels of the larger picture, unless --keep-vectors says that they do \
      already. Vectors that are not known (1e9 and more, or not a number) stay so.
        mask    A gray picture of what draws the eye, or of opacity, in 0...1. The result stays in \
      that range and has as many bits.
        chroma  A picture in color: the result has its colors and the guide's luma and alpha.
        labels  Numbers of classes: gray of 8 or 16 bits, a PNG with a palette, which stays, or a .npy \
      array of whole numbers. No number comes out that was not there.
        scores  A .npy array [C, h, w] or [1, C, h, w], such as a network's scores for each class, each channel \
      filtered on its own range; the result is an array [C, H, W] of 32-bit floating point.

      A target of the guide's size is taken for one that was enlarged already, if --factor says how \
      many times; it is then sharpened alone.

      Without --kind a .flo file is flow, a PNG with a palette of colors labels, a TIFF that says where \
      on the earth it lies, or what number is no sample, heights, and every other file of one channel \
      depth. What was taken for granted is told on the standard error.

      Scores are sharpened by weights that were trained on scores, by default the shipped ones for \
      their factor, or else by the guided filter.

      Examples:
        burnish upsample depth.png --guide photo.jpg -o sharp.png
        burnish upsample depth.pfm --guide photo.png --model djfr -o sharp.pfm
        burnish upsample motion.flo --guide frame.png -o sharp.flo
        burnish upsample mask.png --kind mask --guide photo.jpg -o sharp.png
        burnish upsample small.png --kind chroma --guide gray.png -o colors.png
        burnish upsample classes.png --kind labels --guide photo.jpg -o sharp.png
        burnish upsample scores.npy --kind scores --guide photo.jpg -o sharp.npy
        burnish upsample enlarged.png --factor 8 --guide photo.jpg -o sharp.png
      """)

  @Argument(help: "The low-resolution file: PNG, JPEG, TIFF, PGM, PPM, PFM, .npy or .flo.")
  var target: String

  @Option(help: "The picture to follow: PNG, JPEG, TIFF, PPM, PGM or .npy.")
  var guide: String

  @Option(help: "What TARGET is. (default: depth, or what only the file can be)")
  var kind: Kind?

  @OptionGroup var factor: FactorOption

  @OptionGroup var modelOptions: UpsamplingModelOptions

  @OptionGroup var holes: HoleOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The number that stands for no height. (default: the one that a TIFF names)", valueName: "n"),
    transform: number(of: "--no-data", "a number") { (_: Double) in true })
  var noData: Double?

  @Flag(help: "Leave the vectors of flow as they are instead of multiplying them by the factor.")
  var keepVectors = false

  @OptionGroup var destination: OutputOptions

  @OptionGroup var engine: EngineOptions

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case depth, height, flow, mask, chroma, labels, scores

    /// What a file is taken for if nobody says what it holds.
    init(of path: String) {
      self =
        FlowField.isFlowFile(path)
        ? .flow
        : LabelMap.isNumbered(path) ? .labels : HeightMap.isElevation(path) ? .height : .depth
    }
  }

  func run() throws {
    try engine.start()
    let kind = kind ?? (noData == nil ? Kind(of: target) : .height)
    try checkEffect(on: kind)
    switch kind {
    case .depth: try upsampleDepth()
    case .height:
      try upsampleHeights()
      if self.kind == nil && noData == nil {
        Remarks.assume(target, is: "heights", option: "--kind")
      }
    case .flow: try upsampleFlow()
    case .mask: try upsampleMask()
    case .chroma: try upsampleChromaticity()
    case .labels:
      try upsampleLabels()
      if self.kind == nil { Remarks.assume(target, is: "numbers of classes", option: "--kind") }
    case .scores: try upsampleScores()
    }
    if !modelOptions.isGiven, kind != .scores { Remarks.assume(model: modelOptions.name) }
  }

  /// Refuses options that such a target does not take.
  private func checkEffect(on kind: Kind) throws(Failure) {
    for (option, isGiven, owner) in [
      ("--nan-holes", holes.nanHoles, Kind.depth), ("--keep-vectors", keepVectors, .flow),
      ("--no-data", noData != nil, .height),
    ] where isGiven && kind != owner {
      throw Failure(
        .usage, option, found: "\(target) is taken for \(kind.rawValue)",
        wanted: "\(owner.rawValue), or --kind \(owner.rawValue)")
    }
  }

  private func upsampleDepth() throws {
    if kind == nil, let extents = NumPyPlanes.extents(target), extents.count == 3,
      !extents.contains(1)
    {
      throw Failure(
        .badData, target, found: "an array of \(extents), and nobody says what it holds",
        wanted: "one channel for depth, or --kind scores, flow or chroma")
    }
    let depth = try InputPicture.readDepth(target, nonFiniteIsInvalid: holes.nanHoles)
    try enlarge(
      width: depth.width, height: depth.height,
      checkOutput: {
        try OutputFile.check(
          destination.output, for: depth.unit, size: ($0.width, $0.height),
          inputs: [target, guide], overwriting: destination.overwriting)
      },
      by: { upsampler, guide, progress in
        try DepthUpsampler(upsampler.model)
          .upsampled(depth, guide: guide, subject: target, progress: progress)
      }, write: { try $0.write(to: destination.output) })
    if kind == nil {
      Remarks.assume(target, is: "depth in \(depth.unit.words)", option: "--kind")
    }
  }

  private func upsampleHeights() throws {
    let heights = try HeightMap.read(target, noData: noData)
    try enlarge(
      width: heights.width, height: heights.height,
      checkOutput: {
        try OutputFile.checkHeights(
          destination.output, size: ($0.width, $0.height), inputs: [target, guide],
          overwriting: destination.overwriting)
      },
      by: { try $0.upsampled(heights, guide: $1, subject: target, progress: $2) },
      write: { try $0.write(to: destination.output) })
  }

  private func upsampleLabels() throws {
    let labels = try LabelMap.read(target)
    try enlarge(
      width: labels.width, height: labels.height,
      checkOutput: {
        try labels.checkFormat(of: destination.output)
        try OutputFile.check(
          destination.output, inputs: [target, guide], overwriting: destination.overwriting)
        try ImageFormat(path: destination.output)?.checkExtents(
          width: $0.width, height: $0.height, channels: 1, samples: .uint16,
          path: destination.output)
      },
      by: { try $0.upsampled(labels, guide: $1, subject: target, progress: $2) },
      write: { try $0.write(to: destination.output) })
  }

  private func upsampleFlow() throws {
    let flow = try FlowField.read(target)
    try enlarge(
      width: flow.width, height: flow.height,
      checkOutput: { _ in
        // A PNG is an image to everybody who does not know that it holds motion.
        let endings = FlowFormat.allCases.filter { kind == .flow || $0 != .kitti }.map(\.ending)
        try OutputFile.check(
          destination.output, ending: endings, for: "motion", inputs: [target, guide],
          overwriting: destination.overwriting)
      },
      by: {
        try $0.upsampled(
          flow, guide: $1, scalesVectors: !keepVectors, subject: target, progress: $2)
      }, write: { try $0.write(to: destination.output) })
  }

  private func upsampleMask() throws {
    let mask = try InputPicture.read(target)
    try enlarge(
      width: mask.width, height: mask.height,
      checkOutput: {
        try OutputFile.check(
          destination.output, for: mask.grayscale(), size: ($0.width, $0.height),
          inputs: [target, guide], overwriting: destination.overwriting)
      },
      by: { try $0.upsampled(mask: mask, guide: $1, subject: target, progress: $2) },
      write: { try $0.write(to: destination.output) })
  }

  private func upsampleChromaticity() throws {
    let colors = try InputPicture.read(target)
    try enlarge(
      width: colors.width, height: colors.height,
      checkOutput: {
        try OutputFile.check(
          destination.output, for: $0.inRGB(), inputs: [target, guide],
          overwriting: destination.overwriting)
      },
      by: { try $0.upsampled(chromaticityOf: colors, guide: $1, subject: target, progress: $2) },
      write: { try $0.write(to: destination.output) })
  }

  private func upsampleScores() throws {
    let scores = try ClassScores.read(target)
    let picture = try InputPicture.readLight(guide)
    let factor = try factor(width: scores.width, height: scores.height, guide: picture)
    try OutputFile.check(
      destination.output, ending: ".npy", for: "scores", inputs: [target, guide],
      overwriting: destination.overwriting)
    let upsampler = try ScoreUpsampling(model: modelOptions, factor: factor)
    let result = try ProgressLine.showing(destination.output) { progress in
      try upsampler.upsampled(scores, guide: picture, subject: target, progress: progress)
    }
    try result.write(to: destination.output)
  }

  /// Enlarges a target of a size, shows how it goes, writes the result, and reports.
  ///
  /// - Parameters:
  ///   - checkOutput: called with the guide before the model is loaded.
  ///   - filter: enlarges under the guide.
  private func enlarge<Result>(
    width: Int, height: Int, checkOutput: (Image) throws -> Void,
    by filter: (JointUpsampler, _ guide: Image, @escaping (Double) throws -> Void) throws -> Result,
    write: (Result) throws -> Void
  ) throws {
    let picture = try InputPicture.readLight(guide)
    let factor = try factor(width: width, height: height, guide: picture)
    try checkOutput(picture)
    let upsampler = JointUpsampler(try modelOptions.load(factor: factor))
    let result = try ProgressLine.showing(destination.output) { progress in
      try filter(upsampler, picture, progress)
    }
    try write(result)
    upsampler.model.filter.reconstructions?.report()
  }

  /// The factor of the sizes, or of a target that was enlarged already.
  private func factor(width: Int, height: Int, guide picture: Image) throws -> Int {
    let found = try factor.resolved(
      width: width, height: height, target: target, guide: picture, guidePath: guide)
    guard let found else {
      throw Failure(
        .badData, target, found: "\(width)x\(height) pixels, the size of \(guide)",
        wanted: "a smaller one, or --factor N for one that was enlarged N times already")
    }
    return found
  }
}
