import Burnish
import BurnishFilters
import BurnishImages
import BurnishSolvers

/// `burnish denoise` without a guide.
struct ImageDenoising {
  let targets: [String]
  let model: NoiseModelOptions
  let energy: EnergyOptions
  let output: String
  let overwriting: OverwriteOptions
  /// All images share this catalog and its loaded models.
  private let catalog = ModelCatalog()

  init(
    targets: [String], model: NoiseModelOptions, energy: EnergyOptions, output: String,
    overwriting: OverwriteOptions
  ) {
    (self.targets, self.model, self.energy) = (targets, model, energy)
    (self.output, self.overwriting) = (output, overwriting)
  }

  func run() throws {
    let outputs = try OutputFile.paths(for: targets, output: output)
    try energy.check(inputs: targets, output: outputs[0], overwriting: overwriting)
    // First check that every image can be read and every result can be written. This reads several images
    // twice, because together they might not fit into memory.
    for (target, output) in zip(targets, outputs) {
      let image = try InputImage.read(target, keepsBands: true)
      try OutputFile.check(
        output, for: image, inputs: targets, overwriting: overwriting)
      if image.bands != nil { try energy.checkIsOne(target) }
      try model.checkUnguided(image, path: target, in: catalog)
      if targets.count == 1 { return try restore(image, target, output) }
    }
    for (target, output) in zip(targets, outputs) {
      try restore(try InputImage.read(target, keepsBands: true), target, output)
    }
  }

  private func restore(_ image: Image, _ target: String, _ output: String) throws {
    let result = try image.filteringBands(subject: target) { try restored($0, $1, output) }
    try result.write(to: output)
  }

  private func restored(_ image: Image, _ target: String, _ output: String) throws -> Image {
    if let penalty = model.penalty { return try minimized(penalty, image, target, output) }
    let (seen, scale) = image.seenByFilters()
    let denoiser = try model.unguided(seen.samples, scale: scale, path: target, from: catalog)
    // An earlier image may have used the same model.
    denoiser.model.filter.reconstructions?.reset()
    let result = try ProgressLine.showing(output) { progress in
      try denoiser.denoisedBlocking(image, subject: target, progress: progress)
    }
    denoiser.model.filter.reconstructions?.report()
    return result
  }

  private func minimized(
    _ penalty: GradientPenalty, _ image: Image, _ target: String, _ output: String
  ) throws -> Image {
    let (seen, scale) = image.seenByFilters()
    let method = try model.minimization(of: penalty, seen.samples, scale: scale, path: target)
    let result = try ProgressLine.showing(output) { progress in
      try method.restoredBlocking(image, subject: target, progress: progress)
    }
    try energy.report(result.minimization)
    return result.image
  }
}
