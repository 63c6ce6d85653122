import Burnish
import BurnishFilters
import BurnishImages
import BurnishSolvers

/// `burnish denoise` without a guide.
struct PictureDenoising {
  let targets: [String]
  let model: NoiseModelOptions
  let energy: EnergyOptions
  let output: String
  let overwriting: OverwriteOptions
  /// Pictures share what is looked up and loaded.
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
    // Nothing is restored before it is known that every picture can be read and every result has a
    // place. Several pictures are read twice: together they might not fit into memory.
    for (target, output) in zip(targets, outputs) {
      let picture = try InputPicture.read(target, keepsBands: true)
      try OutputFile.check(
        output, for: picture, inputs: targets, overwriting: overwriting)
      if picture.bands != nil { try energy.checkIsOne(target) }
      try model.checkUnguided(picture, path: target, in: catalog)
      if targets.count == 1 { return try restore(picture, target, output) }
    }
    for (target, output) in zip(targets, outputs) {
      try restore(try InputPicture.read(target, keepsBands: true), target, output)
    }
  }

  private func restore(_ picture: Image, _ target: String, _ output: String) throws {
    let result = try picture.filteringBands(subject: target) { try restored($0, $1, output) }
    try result.write(to: output)
  }

  private func restored(_ picture: Image, _ target: String, _ output: String) throws -> Image {
    if let penalty = model.penalty { return try minimized(penalty, picture, target, output) }
    let (seen, scale) = picture.seenByFilters()
    let denoiser = try model.unguided(seen.samples, scale: scale, path: target, from: catalog)
    // The pictures before this one may have had the same model.
    denoiser.model.filter.reconstructions?.reset()
    let result = try ProgressLine.showing(output) { progress in
      try denoiser.denoised(picture, subject: target, progress: progress)
    }
    denoiser.model.filter.reconstructions?.report()
    return result
  }

  private func minimized(
    _ penalty: GradientPenalty, _ picture: Image, _ target: String, _ output: String
  ) throws -> Image {
    let (seen, scale) = picture.seenByFilters()
    let method = try model.minimization(of: penalty, seen.samples, scale: scale, path: target)
    let result = try ProgressLine.showing(output) { progress in
      try method.restored(picture, subject: target, progress: progress)
    }
    try energy.report(result.minimization)
    return result.image
  }
}
