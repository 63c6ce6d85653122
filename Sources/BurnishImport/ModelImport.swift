import Burnish
import BurnishCore
import BurnishModels

/// Reads weights that other programs wrote, into the models that they fit.
///
/// - A PyTorch state dict, in the old form of pickles, the present one of a zip archive, or in safetensors: FDKN as its
///   authors' code names it, by itself or in a checkpoint. No code of the file is run.
/// - A MATLAB file, of version 5 or 7.3, with a network of MatConvNet: DJF and DJFR.
/// - A `.caffemodel`: the denoising autoencoder of DAEP.
///
/// Which it is, is told by the file's first bytes and its tensors' names and shapes. What these leave
/// open is to be given here, unless the file has the name under which the authors released it.
///
/// ```swift
/// var reading = ModelImport()
/// reading.factor = 8
/// try reading.model(from: "FDKN_8x").write(to: "fdkn-release.safetensors")
/// ```
public struct ModelImport: Sendable {
  /// How many times larger the model makes each side, where it is for upsampling.
  public var factor: Int?
  /// The standard deviation, in 0...255, of the noise that the model removes, where it is for that.
  public var sigma: Float?
  /// How low resolution is made, where the model is for upsampling; by default as the network's authors
  /// make it.
  public var upsamplingProtocol: DepthProtocol?
  /// Whether the network's result is added to its target: DJFR and not DJF; FDKN as a rule.
  public var residual: Bool?
  /// The license of the weights, in words.
  public var license = "unknown"

  public init() {}

  /// - Throws: ``Failure``: `noInput` where there is no such file, `badData` where it is of no known
  ///   format, damaged or of another network, `usage` where it leaves open what is not given.
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

  /// A joint filter, of which the file does not say what it is for.
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
        wanted: "a protocol for upsampling alone", choice: .upsamplingProtocol)
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
        .usage, contents.file.path, found: "the denoising autoencoder takes no \(refused)",
        wanted: "a sigma at most", choice: .sigmaAtMost)
    }
    if let sigma, let noise = contents.noise, sigma != noise {
      throw Failure(
        .usage, contents.file.path,
        found: "the file says that it was trained on noise of sigma \(noise), and sigma \(sigma)",
        wanted: "no sigma", choice: .noSigma)
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
  public static let upsamplingProtocol = Self("upsamplingProtocol")
  public static let sigma = Self("sigma")
  public static let noSigma = Self("noSigma")
  public static let sigmaAtMost = Self("sigmaAtMost")
}
