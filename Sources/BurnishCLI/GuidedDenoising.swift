import Burnish
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

  /// What a target is.
  private enum Contents {
    case picture, depth, heights
  }

  func run() throws {
    let contents = try contents()
    var assumptions = Assumptions()
    switch contents {
    case .picture:
      let isGray = try denoisePicture()
      if kind == nil && isGray { assumptions.take(target, for: "a picture", option: "--kind") }
    case .depth:
      let unit = try denoiseDepth()
      if kind == nil { assumptions.take(target, for: "depth in \(unit.words)", option: "--kind") }
    case .heights:
      try denoiseHeights()
      if noData == nil { assumptions.take(target, for: "heights", option: "--kind") }
    }
    assumptions.report()
  }

  /// What the user says that the target is, or else what it is taken for.
  ///
  /// - Throws: ``Failure`` as `PictureLayout`, and `usage` for options that it does not take.
  private func contents() throws(Failure) -> Contents {
    if noData != nil {
      guard kind == nil, !nanHoles else {
        throw Failure(
          .usage, "--no-data", found: "beside \(nanHoles ? "--nan-holes" : "--kind")",
          wanted: "heights, of which it says what number is none")
      }
      return .heights
    }
    let contents: Contents
    switch kind {
    case .picture: contents = .picture
    case .depth: contents = .depth
    case nil where HeightMap.isElevation(target): contents = .heights
    case nil:
      let layout = try PictureLayout(contentsOf: target)
      contents = layout.channels == 1 && layout.sampleFormat != .uint8 ? .depth : .picture
    }
    if nanHoles, contents != .depth {
      throw Failure(
        .usage, "--nan-holes",
        found: "\(target) is taken for \(contents == .picture ? "a picture" : "heights")",
        wanted: "a depth map, or --kind depth")
    }
    return contents
  }

  /// - Returns: whether the picture is gray, so that it might have been depth.
  private func denoisePicture() throws -> Bool {
    let picture = try InputPicture.read(target)
    try OutputFile.check(output, for: picture, inputs: [target, guide], overwriting: overwriting)
    let followed = try followed(width: picture.width, height: picture.height)
    let denoiser = try model.guided(
      picture.withHiddenColorsFilled().samples, .picture, path: target)
    let result = try ProgressLine.showing(output) { progress in
      try denoiser.denoised(picture, guide: followed, subject: target, progress: progress)
    }
    try result.write(to: output)
    denoiser.filter.reconstructions?.report()
    return picture.channels == 1
  }

  private func denoiseDepth() throws -> DepthUnit {
    let depth = try InputPicture.readDepth(target, nonFiniteIsInvalid: nanHoles)
    try OutputFile.check(
      output, for: depth.unit, size: (depth.width, depth.height), inputs: [target, guide],
      overwriting: overwriting)
    let followed = try followed(width: depth.width, height: depth.height)
    let seen = try GuidedDenoiser.input(depth, guide: followed, subject: target).target
    let denoiser = try model.guided(
      seen, .depth, path: target, standard: NoiseModelOptions.standard)
    let result = try ProgressLine.showing(output) { progress in
      try denoiser.denoised(depth, guide: followed, subject: target, progress: progress)
    }
    try result.write(to: output)
    denoiser.filter.reconstructions?.report()
    return depth.unit
  }

  private func denoiseHeights() throws {
    let heights = try HeightMap.read(target, noData: noData)
    try OutputFile.checkHeights(
      output, size: (heights.width, heights.height), inputs: [target, guide],
      overwriting: overwriting)
    let followed = try followed(width: heights.width, height: heights.height)
    let seen = try GuidedDenoiser.input(heights, guide: followed, subject: target).target
    let denoiser = try model.guided(
      seen, .depth, path: target, standard: NoiseModelOptions.standard)
    let result = try ProgressLine.showing(output) { progress in
      try denoiser.denoised(heights, guide: followed, subject: target, progress: progress)
    }
    try result.write(to: output)
    denoiser.filter.reconstructions?.report()
  }

  /// The guide, which must have the target's size.
  private func followed(width: Int, height: Int) throws -> Image {
    let picture = try InputPicture.readInRange(guide)
    try GuidedDenoiser.check(width: width, height: height, guide: picture, subject: target)
    return picture
  }
}
