import ArgumentParser
import Burnish
import BurnishFilters
import BurnishImages
import BurnishTensors
import Synchronization

/// Which filter takes noise off, by its name or by the noise that it was trained for.
struct NoiseModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Shipped model, file, \(NamedJointFilter.names(for: .noiseReduction).joined(separator: ", ")); tv or hyper-laplacian (denoise); l0 (smooth). (default: by task)
      """, valueName: "name|path"))
  var model: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Noise level in 0...255, or auto to estimate it.", valueName: "s|auto"),
    transform: NoiseStrength.argument())
  var sigma: NoiseStrength?

  @OptionGroup var guidedFilter: GuidedFilterOptions

  func validate() throws {
    try guidedFilter.check(for: model ?? ModelCatalog.Standard.guidedDenoising)
  }

  /// Loads the filter for an image or depth map and its guide, and prints which one it is.
  ///
  /// - Parameters:
  ///   - samples: the image as the filter will see it, `[1, C, H, W]`.
  ///   - scale: what the image's own samples were divided by.
  ///   - target: what it is.
  ///   - path: its file.
  ///   - standard: the model where none is asked for; if not given, the one that was trained for noise of
  ///     the strength that the image has.
  ///   - catalog: where it is looked for.
  func guided(
    _ samples: Tensor, scale: Float = 1, _ target: ModelCard.Target, path: String,
    standard: String? = nil, from catalog: ModelCatalog = ModelCatalog()
  ) throws -> GuidedDenoiser {
    if let model, let penalty = GradientPenalty(rawValue: model) {
      let use =
        penalty == .l0 ? "flattens images, in 'burnish smooth'" : "restores images alone"
      throw ValidationError(
        "--model: \(model) \(use); expected one of 'burnish models' for noise, "
          + listed(NamedJointFilter.names(for: .noiseReduction)))
    }
    if sigma != nil, let model,
      NamedJointFilter.names(for: .noiseReduction).contains(model) || ModelCatalog.isPath(model)
    {
      throw ValidationError(
        "--sigma: chooses among the shipped noise models; expected no --model, or one of theirs")
    }
    let loaded: JointModel
    var strength: Float?
    if sigma == nil, let name = model ?? standard,
      try !catalog.isChosenByNoise(name, on: target)
    {
      loaded = try guidedFilter.model(name, for: .noiseReduction, on: target, from: catalog)
    } else {
      let sigma = try (sigma ?? .estimated).printedSigma(of: samples, scale: scale, path: path)
      loaded = try catalog.jointModel(forNoise: sigma, named: model, on: target)
      // Of depth, the scale of the samples is the noise's own.
      strength = target == .image ? sigma * scale : nil
    }
    loaded.card?.announce(as: loaded.name)
    return GuidedDenoiser(loaded, sigma: strength)
  }

  /// Loads the filter for an image alone, and prints which one it is.
  ///
  /// - Parameters: as of ``guided(_:scale:_:path:standard:from:)``.
  func unguided(
    _ samples: Tensor, scale: Float, path: String, from catalog: ModelCatalog
  ) throws -> ImageDenoiser {
    if sigma == nil {
      if let blind = try blind(in: catalog) {
        blind.card?.announce(as: blind.name)
        // Only so that noise weaker than any of training is seen to be so.
        let isLargeEnough = NoiseEstimator().holdsEnough(samples.shape)
        return ImageDenoiser(
          blind,
          sigma: isLargeEnough
            ? try scale
              * NoiseStrength.estimated.printedSigma(of: samples, scale: scale, path: path)
            : nil)
      }
      if model == nil {
        print(
          "no model for noise of unknown strength is shipped: it is estimated, for the model "
            + ModelCatalog.Standard.denoising)
      }
    }
    let strength = try (sigma ?? .estimated).printedSigma(of: samples, scale: scale, path: path)
    let channels = ImageDenoiser.colorsDiffer(in: samples) ? 3 : 1
    let loaded = try catalog.imageModel(
      model ?? ModelCatalog.Standard.denoising, sigma: strength, channels: channels)
    let seesPlanes = loaded.filter.channels == 1 && channels == 3
    loaded.card?.announce(
      as: loaded.name,
      remark: seesPlanes ? ", for opponent colors, in which noise is weaker" : "")
    return ImageDenoiser(loaded, sigma: strength * scale)
  }

  /// Sees, before anything is restored, that an image can be.
  ///
  /// - Parameters:
  ///   - path: the image's file.
  ///   - catalog: where the model is looked for.
  /// - Throws: ``Failure`` of the kind `badData` where its samples are out of range, or it is too small for the
  ///   estimate that is wanted; of the kind `usage` where there is no such model.
  func checkUnguided(
    _ image: Image, path: String, in catalog: ModelCatalog
  ) throws {
    if model == GradientPenalty.l0.rawValue {
      throw ValidationError(
        "--model: l0 flattens images, in 'burnish smooth'; expected tv, hyper-laplacian or one of 'burnish models'"
      )
    }
    if let model, penalty == nil, !ModelCatalog.isPath(model) {
      // Which one it will be depends on the noise; whether there is one does not.
      try catalog.checkImageModel(named: model)
    }
    try image.checkLight(subject: path)
    let isEstimated =
      try sigma == .estimated
      || (sigma == nil && (penalty != nil || blind(in: catalog) == nil))
    if isEstimated { try NoiseStrength.estimated.checkSize(of: image.samples, path: path) }
  }

  /// The model for noise of unknown strength, if the one that is wanted is such a model.
  private func blind(in catalog: ModelCatalog) throws -> ImageModel? {
    guard let model, ModelCatalog.isPath(model) else {
      return try catalog.blindImageModel(named: model)
    }
    let loaded = try catalog.imageModel(model, sigma: nil)
    return loaded.isBlind ? loaded : nil
  }

  /// What the model minimizes, if it is one that does: `l0` flattens instead of taking noise off.
  var penalty: GradientPenalty? {
    model.flatMap(GradientPenalty.init(rawValue:)).flatMap { $0 == .l0 ? nil : $0 }
  }

  /// The minimization of a penalty for an image's noise.
  ///
  /// - Parameters: as of ``guided(_:scale:_:path:standard:from:)``.
  func minimization(
    of penalty: GradientPenalty, _ samples: Tensor, scale: Float, path: String
  ) throws -> AlternatingMinimization {
    .denoising(
      penalty, sigma: try (sigma ?? .estimated).printedSigma(of: samples, scale: scale, path: path),
      channels: samples.shape[1])
  }
}

extension ModelCard {
  /// What was announced last: the bands of an image, or images in a row, mostly have one model.
  private static let last = Mutex("")

  /// Prints which weights are used, unless they are those that were used before.
  ///
  /// - Parameter remark: what a user may wonder about.
  func announce(as name: String, remark: String = "") {
    let line = "model \(name), trained to undo \(purpose)\(remark)"
    let isNew = Self.last.withLock { last in
      defer { last = line }
      return last != line
    }
    if isNew { print(line) }
  }
}
