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
      the guide must be the same whole number of times as large. What TARGET is follows from its \
      file, or from --kind:

        depth   A picture of one channel: 16 bits are millimetres (0: no measurement), 8 bits \
      levels 0...255, floating point metres. The result has the unit of TARGET.
        flow    Motion in a .flo file, and in one again. Vectors are multiplied by the factor, so \
      that they measure in pixels of the larger picture, unless --keep-vectors says that they do \
      already. Vectors that are not known (above 1e9, or not a number) stay so.
        mask    A gray picture of what draws the eye, or of opacity, in 0...1. The result stays in \
      that range and has as many bits.
        chroma  A picture in colour: the result has its colours and the guide's luma and alpha.
        scores  A .npy array [C, h, w], such as a network's scores for each class, each channel \
      filtered on its own range; the result is an array [C, H, W] of 32-bit floating point.

      A target of the guide's size is taken for one that was enlarged already, if --factor says how \
      many times; it is then sharpened alone.

      By default a .flo file is flow, a .npy array of three extents scores, all else depth.

      Scores are sharpened by weights that were trained on scores, by default the shipped ones for \
      their factor, or else by the guided filter.

      Examples:
        burnish upsample depth.png --guide photo.jpg -o sharp.png
        burnish upsample depth.pfm --guide photo.png --model djfr -o sharp.pfm
        burnish upsample motion.flo --guide frame.png -o sharp.flo
        burnish upsample mask.png --kind mask --guide photo.jpg -o sharp.png
        burnish upsample small.png --kind chroma --guide gray.png -o colours.png
        burnish upsample scores.npy --guide photo.jpg --model guided -o sharp.npy
        burnish upsample enlarged.png --factor 8 --guide photo.jpg -o sharp.png
      """)

  @Argument(help: "The low-resolution file: PNG, JPEG, TIFF, PGM, PPM, PFM, .npy or .flo.")
  var target: String

  @Option(help: "The picture to follow: PNG, JPEG, TIFF, PPM, PGM or .npy.")
  var guide: String

  @Option(help: "What TARGET is: depth, flow, mask, chroma or scores. (default: by the file)")
  var kind: Kind?

  @OptionGroup var factor: FactorOption

  @OptionGroup var modelOptions: UpsamplingModelOptions

  @OptionGroup var holes: HoleOptions

  @Flag(help: "Leave the vectors of flow as they are instead of multiplying them by the factor.")
  var keepVectors = false

  @OptionGroup var destination: OutputOptions

  @OptionGroup var engine: EngineOptions

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case depth, flow, mask, chroma, scores

    /// What a file holds if nobody says otherwise.
    init(of path: String) {
      self = FlowField.isFlowFile(path) ? .flow : NumPyPlanes.isStack(path) ? .scores : .depth
    }
  }

  func run() throws {
    try engine.start()
    let kind = kind ?? Kind(of: target)
    try checkEffect(on: kind)
    switch kind {
    case .depth: try upsampleDepth()
    case .flow: try upsampleFlow()
    case .mask: try upsampleMask()
    case .chroma: try upsampleChromaticity()
    case .scores: try upsampleScores()
    }
  }

  /// Refuses options that such a target does not take.
  private func checkEffect(on kind: Kind) throws(Failure) {
    for (option, isGiven, owner) in [
      ("--nan-holes", holes.nanHoles, Kind.depth), ("--keep-vectors", keepVectors, .flow),
    ] where isGiven && kind != owner {
      throw Failure(
        .usage, option, found: "\(target) is taken for \(kind.rawValue)",
        wanted: "\(owner.rawValue), or --kind \(owner.rawValue)")
    }
  }

  private func upsampleDepth() throws {
    let depth = try DepthMap.read(target, nonFiniteIsInvalid: holes.nanHoles)
    let picture = try Image.readInRange(guide)
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
  }

  private func upsampleFlow() throws {
    let flow = try FlowField.read(target)
    let (upsampler, picture) = try load(width: flow.width, height: flow.height) { _ in
      try OutputFile.check(
        destination.output, ending: ".flo", for: "motion", inputs: [target, guide],
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
    let mask = try Image.read(target)
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
    let colours = try Image.read(target)
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
    let picture = try Image.readInRange(guide)
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
    let picture = try Image.readInRange(guide)
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
