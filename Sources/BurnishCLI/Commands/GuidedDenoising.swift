import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors

/// `burnish denoise` with a guide.
struct GuidedDenoising {
  let target: String
  let guide: String
  let kind: DenoiseCommand.TargetKind?
  let nanHoles: Bool
  let noData: Double?
  let model: NoiseModelOptions
  let output: String
  let overwriting: OverwriteOptions

  func run() throws {
    let found = try foundKind()
    let words: String?
    switch found {
    case .image: words = try denoiseImage() ? "an image" : nil
    case .depth: words = "depth in \(try denoiseDepth().description)"
    case .height:
      try denoiseHeights()
      words = noData == nil ? "heights" : nil
    }
    if kind == nil, let words { Remarks.assume(target, is: words, option: "--kind") }
  }

  /// The target's kind, from the user or from the file.
  ///
  /// - Throws: ``Failure`` like `ImageHeader`, or of the kind `usage` for options that this kind does not take.
  private func foundKind() throws(Failure) -> DenoiseCommand.TargetKind {
    let found: DenoiseCommand.TargetKind
    if let kind {
      found = kind
    } else if noData != nil || HeightMap.isElevation(target) {
      found = .height
    } else {
      let layout = try ImageHeader(contentsOf: target)
      found = layout.channels == 1 && layout.sampleFormat != .uint8 ? .depth : .image
    }
    for (option, isGiven, owner) in [
      ("--nan-holes", nanHoles, DenoiseCommand.TargetKind.depth),
      ("--no-data", noData != nil, .height),
    ] where isGiven && found != owner {
      throw Failure(
        .usage, option, found: "\(target) is taken for \(found.rawValue)",
        wanted: "\(owner.rawValue), or --kind \(owner.rawValue)")
    }
    return found
  }

  /// - Returns: Whether the image is gray and so could also be depth.
  private func denoiseImage() throws -> Bool {
    let image = try InputImage.read(target)
    try OutputFile.check(output, for: image, inputs: [target, guide], overwriting: overwriting)
    let followed = try followed(width: image.width, height: image.height)
    let (seen, scale) = image.seenByFilters()
    let denoiser = try model.guided(seen.samples, scale: scale, .image, path: target)
    let result = try ProgressLine.showing(output) { progress in
      try denoiser.denoisedBlocking(image, guide: followed, subject: target, progress: progress)
    }
    try result.write(to: output)
    denoiser.filter.reconstructions?.report()
    return image.channels == 1
  }

  private func denoiseDepth() throws -> DepthUnit {
    let depth = try InputImage.readDepth(target, nonFiniteIsInvalid: nanHoles)
    try OutputFile.check(
      output, for: depth.unit, size: (depth.width, depth.height), inputs: [target, guide],
      overwriting: overwriting)
    let followed = try followed(width: depth.width, height: depth.height)
    try denoise(
      try GuidedDenoiser.input(depth, guide: followed, subject: target).target,
      by: { try $0.denoisedBlocking(depth, guide: followed, subject: target, progress: $1) },
      write: { try $0.write(to: output) })
    return depth.unit
  }

  private func denoiseHeights() throws {
    let heights = try HeightMap.read(target, noData: noData)
    try OutputFile.checkHeights(
      output, size: (heights.width, heights.height), inputs: [target, guide],
      overwriting: overwriting)
    let followed = try followed(width: heights.width, height: heights.height)
    try denoise(
      try GuidedDenoiser.input(heights, guide: followed, subject: target).target,
      by: { try $0.denoisedBlocking(heights, guide: followed, subject: target, progress: $1) },
      write: { try $0.write(to: output) })
  }

  /// Loads the model for depth or heights, filters the target, writes the result, and reports.
  ///
  /// - Parameter seen: the samples as the filter sees them.
  private func denoise<Result>(
    _ seen: Tensor, by filter: (GuidedDenoiser, @escaping (Double) -> Void) throws -> Result,
    write: (Result) throws -> Void
  ) throws {
    let denoiser = try model.guided(
      seen, .depth, path: target, standard: ModelCatalog.Standard.guidedDenoising)
    let result = try ProgressLine.showing(output) { progress in try filter(denoiser, progress) }
    try write(result)
    denoiser.filter.reconstructions?.report()
  }

  /// The guide, which must have the target's size.
  private func followed(width: Int, height: Int) throws -> Image {
    let image = try InputImage.readLight(guide)
    try GuidedDenoiser.check(width: width, height: height, guide: image, subject: target)
    return image
  }
}
