import ArgumentParser
import Burnish
import BurnishImages
import BurnishTensors

struct UpsampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "upsample",
    abstract: "Enlarge depth, motion, masks, colours or class scores under a picture's guidance.",
    discussion: """
      TARGET is enlarged to the guide's size and sharpened along the guide's edges. Both sides of \
      the guide must be the same whole number of times as large. What TARGET is says --kind:

        depth   A picture of one channel: 16 bits are millimetres (0: no measurement), 8 bits \
      levels 0...255, floating point metres. The result has the unit of TARGET.
        height  Elevation or other samples with a sign in one channel, in whole numbers or floating \
      point. A TIFF says itself what number is no height (GDAL's tag 42113), or --no-data does. The \
      result is floating point, with NaN for no height.
        flow    Motion in a .flo file, a PNG of 16 bits as KITTI has it, or a .npy array [h, w, 2] or \
      [2, h, w], and in one of these again (in a PNG only with --kind flow). Vectors are multiplied by the factor, so \
      that they measure in pixels of the larger picture, unless --keep-vectors says that they do \
      already. Vectors that are not known (1e9 and more, or not a number) stay so.
        mask    A gray picture of what draws the eye, or of opacity, in 0...1. The result stays in \
      that range and has as many bits.
        chroma  A picture in colour: the result has its colours and the guide's luma and alpha.
        labels  Numbers of classes: gray of 8 or 16 bits, a PNG with a palette, which stays, or a .npy \
      array of whole numbers. No number comes out that was not there.
        scores  A .npy array [C, h, w] or [1, C, h, w], such as a network's scores for each class, each channel \
      filtered on its own range; the result is an array [C, H, W] of 32-bit floating point.

      A target of the guide's size is taken for one that was enlarged already, if --factor says how \
      many times; it is then sharpened alone.

      Without --kind a .flo file is flow, a PNG with a palette of colours labels, a TIFF that says where \
      on the earth it lies, or what number is no sample, heights, and every other file of one channel \
      depth. What was taken for granted is told on the standard error.

      Scores are sharpened by weights that were trained on scores, by default the shipped ones for \
      their factor, or else by the guided filter.

      Examples:
        burnish upsample depth.png --guide photo.jpg -o sharp.png
        burnish upsample depth.pfm --guide photo.png --model djfr -o sharp.pfm
        burnish upsample motion.flo --guide frame.png -o sharp.flo
        burnish upsample mask.png --kind mask --guide photo.jpg -o sharp.png
        burnish upsample small.png --kind chroma --guide gray.png -o colours.png
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
    let kind = kind ?? Kind(of: target)
    try checkEffect(on: kind)
    var assumptions = Assumptions()
    switch kind {
    case .depth: try upsampleDepth(&assumptions)
    case .height:
      try upsampleHeights()
      if self.kind == nil { assumptions.take(target, for: "heights", option: "--kind") }
    case .flow: try upsampleFlow()
    case .mask: try upsampleMask()
    case .chroma: try upsampleChromaticity()
    case .labels:
      try upsampleLabels()
      if self.kind == nil { assumptions.take(target, for: "numbers of classes", option: "--kind") }
    case .scores: try upsampleScores()
    }
    if !modelOptions.isGiven, kind != .scores { assumptions.use(model: modelOptions.name) }
    assumptions.report()
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

  private func upsampleDepth(_ assumptions: inout Assumptions) throws {
    if kind == nil, let extents = NumPyPlanes.extents(target), extents.count == 3,
      !extents.contains(1)
    {
      throw Failure(
        .badData, target, found: "an array of \(extents), and nobody says what it holds",
        wanted: "one channel for depth, or --kind scores, flow or chroma")
    }
    let depth = try InputPicture.readDepth(target, nonFiniteIsInvalid: holes.nanHoles)
    let picture = try InputPicture.readInRange(guide)
    let factor = try factor(width: depth.width, height: depth.height, guide: picture)
    try OutputFile.check(
      destination.output, for: depth.unit, size: (picture.width, picture.height),
      inputs: [target, guide], overwriting: destination.overwriting)
    let upsampler = DepthUpsampler(try modelOptions.load(factor: factor))
    let result = try ProgressLine.showing(destination.output) { progress in
      try upsampler.upsampled(depth, guide: picture, subject: target, progress: progress)
    }
    try result.write(to: destination.output)
    upsampler.model.filter.reconstructions?.report()
    if kind == nil {
      assumptions.take(target, for: "depth in \(depth.unit.words)", option: "--kind")
    }
  }

  private func upsampleHeights() throws {
    let heights = try HeightMap.read(target, noData: noData)
    let (upsampler, picture) = try load(width: heights.width, height: heights.height) { guide in
      try OutputFile.checkHeights(
        destination.output, size: (guide.width, guide.height), inputs: [target, self.guide],
        overwriting: destination.overwriting)
    }
    let result = try ProgressLine.showing(destination.output) { progress in
      try upsampler.upsampled(heights, guide: picture, subject: target, progress: progress)
    }
    try result.write(to: destination.output)
    upsampler.model.filter.reconstructions?.report()
  }

  private func upsampleLabels() throws {
    let labels = try LabelMap.read(target)
    let (upsampler, picture) = try load(width: labels.width, height: labels.height) { guide in
      try labels.checkFormat(of: destination.output)
      try OutputFile.check(
        destination.output, inputs: [target, self.guide], overwriting: destination.overwriting)
      try ImageFormat(path: destination.output)?.checkExtents(
        width: guide.width, height: guide.height, channels: 1, samples: .uint16,
        path: destination.output)
    }
    let result = try ProgressLine.showing(destination.output) { progress in
      try upsampler.upsampled(labels, guide: picture, subject: target, progress: progress)
    }
    try result.write(to: destination.output)
    upsampler.model.filter.reconstructions?.report()
  }

  private func upsampleFlow() throws {
    let flow = try FlowField.read(target)
    let (upsampler, picture) = try load(width: flow.width, height: flow.height) { _ in
      // A PNG is a picture to everybody who is not told that it holds motion.
      let endings = FlowFormat.allCases.filter { kind == .flow || $0 != .kitti }.map(\.ending)
      try OutputFile.check(
        destination.output, ending: endings, for: "motion", inputs: [target, guide],
        overwriting: destination.overwriting)
    }
    let result = try ProgressLine.showing(destination.output) { progress in
      try upsampler.upsampled(
        flow, guide: picture, scalesVectors: !keepVectors, subject: target, progress: progress)
    }
    try result.write(to: destination.output)
    upsampler.model.filter.reconstructions?.report()
  }

  private func upsampleMask() throws {
    let mask = try InputPicture.read(target)
    let (upsampler, picture) = try load(width: mask.width, height: mask.height) { picture in
      try OutputFile.check(
        destination.output, for: mask.grayscale(), size: (picture.width, picture.height),
        inputs: [target, guide], overwriting: destination.overwriting)
    }
    let result = try ProgressLine.showing(destination.output) { progress in
      try upsampler.upsampled(mask: mask, guide: picture, subject: target, progress: progress)
    }
    try result.write(to: destination.output)
    upsampler.model.filter.reconstructions?.report()
  }

  private func upsampleChromaticity() throws {
    let colours = try InputPicture.read(target)
    let (upsampler, picture) = try load(width: colours.width, height: colours.height) { guide in
      try OutputFile.check(
        destination.output, for: guide.inRGB(), inputs: [target, self.guide],
        overwriting: destination.overwriting)
    }
    let result = try ProgressLine.showing(destination.output) { progress in
      try upsampler.upsampled(
        chromaticityOf: colours, guide: picture, subject: target, progress: progress)
    }
    try result.write(to: destination.output)
    upsampler.model.filter.reconstructions?.report()
  }

  private func upsampleScores() throws {
    let scores = try ClassScores.read(target)
    let picture = try InputPicture.readInRange(guide)
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

  /// The model for a target of a size, and the guide.
  ///
  /// - Parameter checkOutput: called with the guide before the model is loaded.
  private func load(
    width: Int, height: Int, checkOutput: (Image) throws -> Void
  ) throws -> (JointUpsampler, Image) {
    let picture = try InputPicture.readInRange(guide)
    let factor = try factor(width: width, height: height, guide: picture)
    try checkOutput(picture)
    return (JointUpsampler(try modelOptions.load(factor: factor)), picture)
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
