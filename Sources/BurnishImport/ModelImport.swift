import Burnish
import BurnishCore
import BurnishModels

/// Reads other programs' weights into the models that they fit.
///
/// - A PyTorch state dict: as pickles (old), as a zip archive (new), or in safetensors. It holds FDKN with its
///   authors' names, alone or in a checkpoint. No code of the file is run.
/// - A MATLAB file, of version 5 or 7.3, with a network of MatConvNet: DJF and DJFR.
/// - A `.caffemodel`: the denoising autoencoder of DAEP.
///
/// The file's first bytes and its tensors' names and shapes determine the format and network. Set the properties for
/// what they leave open, unless the file still has the name from its authors' release.
///
/// ```swift
/// var reading = ModelImport()
/// reading.factor = 8
/// try reading.model(from: "FDKN_8x").write(to: "fdkn-release.safetensors")
/// ```
public struct ModelImport: Sendable {
  /// How many times larger an upsampling model makes each side.
  public var factor: Int?
  /// The standard deviation, in 0...255, of the noise that a denoising model removes.
  public var sigma: Float?
  /// How low resolution is made for an upsampling model; by default as the network's authors make it.
  public var upsamplingProtocol: DepthProtocol?
  /// Whether the network's result is added to its target: true for DJFR, false for DJF, usually true for FDKN.
  public var residual: Bool?
  /// The license of the weights.
  public var license = "unknown"

  public init() {}

  /// - Throws: ``Failure``: `noInput` if there is no such file; `badData` if it is damaged, of an unknown format or
  ///   of another network; `usage` if the file leaves open a property that is not set.
  public func model(from path: String) throws(Failure) -> ImportedModel {
    let bytes = try InputFile.contents(of: path)
    guard !bytes.isEmpty else {
      throw Failure(.badData, path, found: "an empty file", wanted: ForeignFormat.all)
    }
    guard let format = ForeignFormat(signatureOf: bytes, path: path) else {
      throw Failure(
        .badData, path, found: "the file is of none of the known formats",
        wanted: ForeignFormat.all)
    }
    let file = ForeignFile(path: path, format: format)
    let release = ReleaseName(path: path)
    switch format {
    case .torchArchive, .torchPickles, .safetensors:
      let dictionary =
        format == .safetensors
        ? try StateDictionary(safetensors: file, anchor: StateDictionary.fdknAnchor)
        : try StateDictionary(
          bytes, file: file, isArchive: format == .torchArchive,
          anchor: StateDictionary.fdknAnchor)
      return try model(
        dictionary.fdkn(residual: residual ?? true), name: "fdkn", file: file, release: release,
        usualProtocol: .dknBicubic, remarks: dictionary.remarks)
    case .matlab:
      let contents = try MATLABFile(file, size: bytes.count)
      guard let skip = residual ?? release.skip else {
        throw Failure(
          .usage, path, found: "neither the file nor its name says whether the target is added",
          wanted: "whether it is: in DJFR, not in DJF", choice: .residual)
      }
      var taken: [String] = []
      if residual == nil {
        taken.append(skip ? "the target is added to the output" : "the target is not added")
      }
      return try model(
        contents.djf(skip: skip), name: skip ? "djfr" : "djf", file: file, release: release,
        usualProtocol: .djfNearest, taken: taken)
    case .caffe: return try autoencoder(CaffeNetwork(bytes, file: file))
    }
  }

  /// Makes a model of a joint filter. The file does not give its purpose.
  private func model(
    _ network: ImportedNetwork, name: String, file: ForeignFile, release: ReleaseName,
    usualProtocol: DepthProtocol, taken: [String] = [], remarks: [String] = []
  ) throws(Failure) -> ImportedModel {
    var taken = taken
    let undone: Degradation
    if factor == nil && sigma == nil, let factor = release.factor {
      undone = .upsampling(factor: factor, protocol: upsamplingProtocol ?? usualProtocol)
      taken.append("upsampling x\(factor)")
    } else if factor == nil && sigma == nil, let sigma = release.sigma {
      undone = .gaussianNoise(sigma: sigma)
      taken.append("noise of sigma \(sigma)")
    } else if let factor, sigma == nil {
      undone = .upsampling(factor: factor, protocol: upsamplingProtocol ?? usualProtocol)
    } else if let sigma, factor == nil {
      undone = .gaussianNoise(sigma: sigma)
    } else {
      throw Failure(
        .usage, file.path,
        found: factor == nil
          ? "neither the file nor its name says what the model is for"
          : "both a factor and a sigma are given",
        wanted: "a factor for upsampling, or a sigma for noise reduction", choice: .purpose)
    }
    let task: ModelCard.Task =
      if case .upsampling = undone { .depthUpsampling } else { .noiseReduction }
    guard task == .depthUpsampling || upsamplingProtocol == nil else {
      throw Failure(
        .usage, file.path, found: "a model for noise takes no protocol",
        wanted: "no protocol", choice: .without("protocol"))
    }
    return try model(
      network, name: name, task: task, undone, file: file, taken: taken, remarks: remarks)
  }

  private func autoencoder(_ contents: CaffeNetwork) throws(Failure) -> ImportedModel {
    let network = try contents.autoencoder()
    let refused =
      factor != nil
      ? "factor"
      : residual.map { _ in "residual" }
        ?? upsamplingProtocol.map { _ in "protocol" }
    if let refused {
      throw Failure(
        .usage, contents.file.path, found: "a denoising autoencoder",
        wanted: "no \(refused)", choice: .without(refused))
    }
    if let sigma, let noise = contents.noise, sigma != noise {
      throw Failure(
        .usage, contents.file.path,
        found: "trained on noise of sigma \(noise), says the file, not \(sigma)",
        wanted: "no sigma", choice: .without("sigma"))
    }
    guard let noise = sigma ?? contents.noise else {
      throw Failure(
        .usage, contents.file.path, found: "the file does not say what noise it was trained on",
        wanted: "a sigma", choice: .sigma)
    }
    return try model(
      network, name: "autoencoder", task: .denoising, .gaussianNoise(sigma: noise),
      file: contents.file, taken: [])
  }

  private func model(
    _ network: ImportedNetwork, name: String, task: ModelCard.Task, _ undone: Degradation,
    file: ForeignFile, taken: [String], remarks: [String] = []
  ) throws(Failure) -> ImportedModel {
    try undone.check(path: file.path)
    let fileName = file.path.split(separator: "/").last.map(String.init) ?? file.path
    let card = ModelCard(
      name: name, task: task, architecture: Architecture(network.hyperparameters).cardEntry(),
      degradation: undone, recipe: "", steps: 0,
      data: "unknown data: imported from \(fileName)",
      dataLicense: license)
    return ImportedModel(
      card: card, weights: network.weights, takenFromName: taken, remarks: remarks)
  }
}

/// The properties of ``ModelImport`` that a file leaves open or contradicts.
extension Failure.Choice {
  public static let residual = Self("residual")
  /// A factor or a sigma.
  public static let purpose = Self("purpose")
}
