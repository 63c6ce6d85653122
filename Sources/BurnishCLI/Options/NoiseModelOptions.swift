import ArgumentParser
import Burnish
import BurnishFilters
import BurnishImages
import BurnishTensors
import Synchronization

/// The filter that removes noise, chosen by name or by the noise level of its training.
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

  /// Loads the filter for an image or depth map and its guide, and prints the filter's name.
  ///
  /// - Parameters:
  ///   - samples: the filter's input, `[1, C, H, W]`.
  ///   - scale: the number by which the image's own samples were divided.
  ///   - target: the kind of target.
  ///   - path: the target's file.
  ///   - standard: the model if the user gives none. If `nil`, this loads the model trained for the image's noise
  ///     level.
  ///   - others: further names that errors list.
  ///   - catalog: the catalog that holds the model.
  func guided(
    _ samples: Tensor, scale: Float = 1, _ target: ModelCard.Target, path: String,
    standard: String? = nil, besides others: [String] = [],
    from catalog: ModelCatalog = ModelCatalog()
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
      loaded = try guidedFilter.model(
        name, for: .noiseReduction, on: target, besides: others, from: catalog)
    } else {
      let sigma = try (sigma ?? .estimated).printedSigma(of: samples, scale: scale, path: path)
      loaded = try catalog.jointModel(forNoise: sigma, named: model, on: target)
      // For depth, the samples and the noise have the same scale.
      strength = target == .image ? sigma * scale : nil
    }
    loaded.card?.announce(as: loaded.name)
    return try GuidedDenoiser(loaded, sigma: strength)
  }

  /// Loads the filter for an image without a guide, and prints the filter's name.
  ///
  /// - Parameters: the same as for ``guided(_:scale:_:path:standard:besides:from:)``.
  func unguided(
    _ samples: Tensor, scale: Float, path: String, from catalog: ModelCatalog
  ) throws -> ImageDenoiser {
    if sigma == nil {
      if let blind = try blind(in: catalog) {
        blind.card?.announce(as: blind.name)
        // The estimate only serves to recognize noise weaker than the noise of training.
        let isLargeEnough = NoiseEstimator().holdsEnough(samples.shape)
        return try ImageDenoiser(
          blind,
          sigma: isLargeEnough
            ? scale
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
    return try ImageDenoiser(loaded, sigma: strength * scale)
  }

  /// Checks that an image can be restored, before the work begins.
  ///
  /// - Parameters:
  ///   - path: the image's file.
  ///   - catalog: the catalog that holds the model.
  /// - Throws: ``Failure`` of the kind `badData` if the samples are out of range, or if the image is too small for the
  ///   noise estimate it needs; of the kind `usage` if there is no such model.
  func checkUnguided(
    _ image: Image, path: String, in catalog: ModelCatalog
  ) throws {
    if model == GradientPenalty.l0.rawValue {
      throw ValidationError(
        "--model: l0 flattens images, in 'burnish smooth'; expected tv, hyper-laplacian or one of 'burnish models'"
      )
    }
    if let model, penalty == nil, !ModelCatalog.isPath(model) {
      // The noise decides which model of this name is used, but not whether one exists.
      try catalog.checkImageModel(named: model)
    }
    try image.checkLight(subject: path)
    let isEstimated =
      try sigma == .estimated
      || (sigma == nil && (penalty != nil || blind(in: catalog) == nil))
    if isEstimated { try NoiseStrength.estimated.checkSize(of: image.samples, path: path) }
  }

  /// Returns the model for noise of unknown strength, or `nil` if the chosen model needs the strength.
  private func blind(in catalog: ModelCatalog) throws -> ImageModel? {
    guard let model, ModelCatalog.isPath(model) else {
      return try catalog.blindImageModel(named: model)
    }
    let loaded = try catalog.imageModel(model, sigma: nil)
    return loaded.isBlind ? loaded : nil
  }

  /// The penalty that the model minimizes, or `nil`. It is never `l0`, which flattens instead of denoising.
  var penalty: GradientPenalty? {
    model.flatMap(GradientPenalty.init(rawValue:)).flatMap { $0 == .l0 ? nil : $0 }
  }

  /// Returns the minimization of a penalty for an image's noise.
  ///
  /// - Parameters: the same as for ``guided(_:scale:_:path:standard:besides:from:)``.
  func minimization(
    of penalty: GradientPenalty, _ samples: Tensor, scale: Float, path: String
  ) throws -> AlternatingMinimization {
    try .denoising(
      penalty, sigma: (sigma ?? .estimated).printedSigma(of: samples, scale: scale, path: path),
      channels: samples.shape[1])
  }
}

extension ModelCard {
  /// The last announcement: bands of an image, or images in a row, mostly share one model.
  private static let last = Mutex("")

  /// Prints the name of the weights, unless the last announcement was the same.
  ///
  /// - Parameter remark: an explanation for the user.
  func announce(as name: String, remark: String = "") {
    let line = "model \(name), trained to undo \(purpose)\(remark)"
    let isNew = Self.last.withLock { last in
      defer { last = line }
      return last != line
    }
    if isNew { print(line) }
  }
}
