import Burnish
import BurnishCore
import BurnishImages
import BurnishModels
import BurnishNetworks
import BurnishTensors

/// Trains a network that colorizes gray images.
///
/// The input is the luma of color images, or the lightness of a gray with that luma; a gray photograph holds
/// no more. RBDN's paper uses the lightness of the colors, which differs for saturated ones.
struct ColorizationTask: TrainingTask {
  private let recipe: Recipe
  private let output: ColorOutput
  private let network: ValidatedNetwork
  private let lossStride: Int
  private let frames: Samples<StoredPair>
  /// The weights of pixels by bin; `nil` if all pixels weigh the same.
  private let balance: ColorBalance?
  private let validation: ColorizationValidation

  /// - Parameters:
  ///   - frames: color images for training and validation.
  ///   - lossStride: the distance in rows and columns between pixels of the loss; a multiple of the output's
  ///     stride.
  ///   - recipePath: the recipe's file, named in errors.
  init(
    recipe: Recipe, output: ColorOutput, frames: Samples<StoredPair>.Split,
    lossStride: Int, recipePath: String
  ) throws(Failure) {
    self.recipe = recipe
    self.output = output
    let architecture = try recipe.model.image(path: recipePath)
    let channels = (architecture.imageChannels, architecture.outputChannels)
    guard channels == (1, output.channels) else {
      throw Failure(
        .badData, recipePath, found: "a network from \(channels.0) to \(channels.1) channels",
        wanted: "one from 1 to \(output.channels) for the output \(output.rawValue)")
    }
    self.lossStride = lossStride
    try Crop.check(
      frames.training.elements.map { ($0.target.width, $0.target.height, $0.path ?? recipePath) },
      data: recipe.data)
    network = ValidatedNetwork(architecture, seed: recipe.seed)
    self.frames = frames.training
    balance = output == .lab ? Self.balance(of: frames.training) : nil
    validation = ColorizationValidation(
      truths: frames.validation.elements.map(\.target.samples), output: output,
      weights: balance?.weights)
  }

  /// Counts the colors in every fourth row and column of the images.
  private static func balance(of frames: Samples<StoredPair>) -> ColorBalance {
    let bins = ColorBins.gamut
    var counts = [Int](repeating: 0, count: bins.count)
    for image in frames.elements.map(\.target) {
      let places = (0..<image.height * image.width).filter {
        $0 / image.width % 4 == 2 && $0 % image.width % 4 == 2
      }
      let lab = rgbToLab(
        Tensor(shape: [1, 3, 1, places.count], values: image.samples(at: places))
      ).values
      for place in places.indices {
        counts[bins.nearest(a: lab[places.count + place], b: lab[2 * places.count + place])] += 1
      }
    }
    return ColorBalance(counts: counts)
  }

  var parameters: ParameterSet { network.parameters }
  var batchSize: Int { recipe.data.batchSize }
  var measure: ValidationMeasure { validation.measure }
  var baselineScore: Double { validation.baselineScore }
  var data: (name: String, license: String) { frames.data }
  var passedOver: [String] { frames.passedOver }

  func loss(step: Int, batchSize: Int, on tape: Tape) -> Variable {
    var random = RandomNumbers(seed: recipe.seed, stream: UInt64(step))
    let colors = frames.batch(recipe.data, count: batchSize, random: &random).target
    let lattice = lossLattice(&random)
    let prediction = network.training(
      tape.constant(output.input(ofLuma: rgbToGray(colors))), at: lattice)
    let truth = colors.picked(at: lattice)
    switch output {
    case .ycbcr:
      let chromaticity = rgbToYCbCr(truth).split(counts: [1, 2])[1] - 128.0 / 255
      return recipe.loss.ofSamples(prediction, target: chromaticity)
    case .lab:
      let ab = rgbToLab(truth).split(counts: [1, 2])[1]
      let (shares, nearest) = ColorBins.gamut.distributions(of: ab)
      let weights = balance!.weights
      return softmaxCrossEntropy(
        prediction, target: shares,
        pixelWeights: Tensor(
          shape: [ab.shape[0], 1, ab.shape[2], ab.shape[3]], values: nearest.map { weights[$0] }))
    }
  }

  func score(of weights: [String: Tensor]) throws(Failure) -> Double {
    let model = try network.network(with: weights)
    return validation.score { model($0, at: output.lattice) }
  }

  /// Picks a random part of the output's pixel lattice for the loss.
  private func lossLattice(_ random: inout RandomNumbers) -> PixelLattice {
    let used = output.lattice
    let steps = lossStride / used.stride
    func first(_ place: Int) -> Int { place + used.stride * random.integer(below: steps) }
    return PixelLattice(stride: lossStride, row: first(used.row), column: first(used.column))
  }
}
