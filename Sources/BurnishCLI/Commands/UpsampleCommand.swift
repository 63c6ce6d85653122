import ArgumentParser
import Burnish
import BurnishCore
import BurnishImages

struct UpsampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "upsample",
    abstract: "Enlarge depth, motion, masks, colors, or class scores.",
    usage: "burnish upsample [<options>] <target> --guide <guide> --output <file>",
    discussion: """
      Examples:
        burnish upsample depth.png --guide photo.jpg -o sharp.png
        burnish upsample motion.flo --guide frame.png -o sharp.flo
        burnish upsample mask.png --kind mask --guide photo.jpg -o sharp.png

      \(HelpSection.more("upsample", hidesOptions: true))
      """)

  @Argument(help: "Low-resolution image or depth map, .npy, or .flo.")
  var target: String

  @OptionGroup(title: HelpSection.input) var input: InputOptions

  @OptionGroup(title: HelpSection.output) var destination: OutputOptions

  @OptionGroup(title: HelpSection.model) var modelOptions: UpsamplingModelOptions

  @OptionGroup(title: HelpSection.advanced) var engine: EngineOptions

  struct InputOptions: ParsableArguments {
    @Option(help: "Image to follow.")
    var guide: String

    @Option(help: "What TARGET is. (default: by the file)")
    var kind: Kind?

    @OptionGroup var factor: FactorOption

    @OptionGroup var holes: HoleOptions

    @OptionGroup var noDataOption: NoDataOption

    @Flag(help: "Flow: do not multiply vectors by the factor.")
    var keepVectors = false
  }

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case depth, height, flow, mask, chroma, labels, scores

    /// Chooses the kind of a file if the user gives none.
    init(of path: String) {
      self =
        FlowField.isFlowFile(path)
        ? .flow
        : LabelMap.isNumbered(path) ? .labels : HeightMap.isElevation(path) ? .height : .depth
    }
  }

  func run() throws {
    try engine.start()
    let kind = input.kind ?? (input.noDataOption.noData == nil ? Kind(of: target) : .height)
    try checkEffect(on: kind)
    switch kind {
    case .depth: try upsampleDepth()
    case .height:
      try upsampleHeights()
      if input.kind == nil && input.noDataOption.noData == nil {
        Remarks.assume(target, is: "heights", option: "--kind")
      }
    case .flow: try upsampleFlow()
    case .mask: try upsampleMask()
    case .chroma: try upsampleChromaticity()
    case .labels:
      try upsampleLabels()
      if input.kind == nil { Remarks.assume(target, is: "numbers of classes", option: "--kind") }
    case .scores: try upsampleScores()
    }
    if !modelOptions.isGiven, kind != .scores { Remarks.assume(model: modelOptions.name) }
  }

  /// Refuses options that do not apply to this kind of target.
  private func checkEffect(on kind: Kind) throws(Failure) {
    for (option, isGiven, owner) in [
      ("--nan-holes", input.holes.nanHoles, Kind.depth),
      ("--keep-vectors", input.keepVectors, .flow),
      ("--no-data", input.noDataOption.noData != nil, .height),
    ] where isGiven && kind != owner {
      throw Failure(
        .usage, option, found: "\(target) is taken for \(kind.rawValue)",
        wanted: "\(owner.rawValue), or --kind \(owner.rawValue)")
    }
  }

  private func upsampleDepth() throws {
    if input.kind == nil, let extents = NumPyPlanes.extents(target), extents.count == 3,
      !extents.contains(1)
    {
      throw Failure(
        .badData, target, found: "an array of \(extents), and nobody says what it holds",
        wanted: "one channel for depth, or --kind scores, flow or chroma")
    }
    let depth = try InputImage.readDepth(target, nonFiniteIsInvalid: input.holes.nanHoles)
    try enlarge(
      width: depth.width, height: depth.height,
      checkOutput: {
        try OutputFile.check(
          destination.output, for: depth.unit, size: ($0.width, $0.height),
          inputs: [target, input.guide], overwriting: destination.overwriting)
      },
      by: { upsampler, guide, progress in
        try DepthUpsampler(upsampler.model)
          .upsampledBlocking(depth, guide: guide, subject: target, progress: progress)
      }, write: { try $0.write(to: destination.output) })
    if input.kind == nil {
      Remarks.assume(target, is: "depth in \(depth.unit.description)", option: "--kind")
    }
  }

  private func upsampleHeights() throws {
    let heights = try HeightMap.read(target, noData: input.noDataOption.noData)
    try enlarge(
      width: heights.width, height: heights.height,
      checkOutput: {
        try OutputFile.checkHeights(
          destination.output, size: ($0.width, $0.height), inputs: [target, input.guide],
          overwriting: destination.overwriting)
      },
      by: { try $0.upsampledBlocking(heights, guide: $1, subject: target, progress: $2) },
      write: { try $0.write(to: destination.output) })
  }

  private func upsampleLabels() throws {
    let labels = try LabelMap.read(target)
    try enlarge(
      width: labels.width, height: labels.height,
      checkOutput: {
        try labels.checkFormat(of: destination.output)
        try OutputFile.check(
          destination.output, inputs: [target, input.guide], overwriting: destination.overwriting)
        try ImageFormat(path: destination.output)?.checkExtents(
          width: $0.width, height: $0.height, channels: 1, samples: .uint16,
          path: destination.output)
      },
      by: { try $0.upsampledBlocking(labels, guide: $1, subject: target, progress: $2) },
      write: { try $0.write(to: destination.output) })
  }

  private func upsampleFlow() throws {
    let flow = try FlowField.read(target)
    try enlarge(
      width: flow.width, height: flow.height,
      checkOutput: { _ in
        // Other programs read a PNG of motion as an image, so only `--kind flow` allows it.
        let formats = FlowFormat.allCases.filter { input.kind == .flow || $0 != .kitti }
        try OutputFile.check(
          destination.output, ending: formats.map(\.ending), for: "motion",
          inputs: [target, input.guide], overwriting: destination.overwriting)
      },
      by: {
        try $0.upsampledBlocking(
          flow, guide: $1, scalesVectors: !input.keepVectors, subject: target, progress: $2)
      }, write: { try $0.write(to: destination.output) })
  }

  private func upsampleMask() throws {
    let mask = try InputImage.read(target)
    try enlarge(
      width: mask.width, height: mask.height,
      checkOutput: {
        try OutputFile.check(
          destination.output, for: mask.grayscale(), size: ($0.width, $0.height),
          inputs: [target, input.guide], overwriting: destination.overwriting)
      },
      by: { try $0.upsampledBlocking(mask: mask, guide: $1, subject: target, progress: $2) },
      write: { try $0.write(to: destination.output) })
  }

  private func upsampleChromaticity() throws {
    let colors = try InputImage.read(target)
    try enlarge(
      width: colors.width, height: colors.height,
      checkOutput: {
        try OutputFile.check(
          destination.output, for: $0.inRGB(), inputs: [target, input.guide],
          overwriting: destination.overwriting)
      },
      by: {
        try $0.upsampledBlocking(chromaticityOf: colors, guide: $1, subject: target, progress: $2)
      },
      write: { try $0.write(to: destination.output) })
  }

  private func upsampleScores() throws {
    let scores = try ClassScores.read(target)
    let image = try InputImage.readLight(input.guide)
    let factor = try factor(width: scores.width, height: scores.height, guide: image)
    try OutputFile.check(
      destination.output, ending: ".npy", for: "scores", inputs: [target, input.guide],
      overwriting: destination.overwriting)
    let upsampler = ScoreUpsampler(try modelOptions.loadForScores(factor: factor))
    let result = try ProgressLine.showing(destination.output) { progress in
      try upsampler.upsampledBlocking(scores, guide: image, subject: target, progress: progress)
    }
    try result.write(to: destination.output)
  }

  /// Enlarges a target of this size, shows progress, writes the result, and reports.
  ///
  /// - Parameters:
  ///   - checkOutput: called with the guide before the model is loaded.
  ///   - filter: enlarges the target with the guide.
  private func enlarge<Result>(
    width: Int, height: Int, checkOutput: (Image) throws -> Void,
    by filter: (JointUpsampler, _ guide: Image, @escaping (Double) -> Void) throws -> Result,
    write: (Result) throws -> Void
  ) throws {
    let image = try InputImage.readLight(input.guide)
    let factor = try factor(width: width, height: height, guide: image)
    try checkOutput(image)
    let upsampler = JointUpsampler(try modelOptions.load(factor: factor))
    let result = try ProgressLine.showing(destination.output) { progress in
      try filter(upsampler, image, progress)
    }
    try write(result)
    upsampler.model.filter.reconstructions?.report()
  }

  /// The factor of the sizes, or the user's for a target that is already enlarged.
  private func factor(width: Int, height: Int, guide image: Image) throws -> Int {
    let found = try input.factor.resolved(
      width: width, height: height, target: target, guide: image, guidePath: input.guide)
    guard let found else {
      throw Failure(
        .badData, target, found: "\(width)x\(height) pixels, the size of \(input.guide)",
        wanted: "a smaller one, or --factor N for one that was enlarged N times already")
    }
    return found
  }
}
