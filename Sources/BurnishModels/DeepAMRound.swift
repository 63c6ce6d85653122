import BurnishCore
import BurnishNetworks
import BurnishSolvers
import BurnishTensors

/// The design choices that ``DeepAM`` and ``JointDeepAM`` share.
struct DeepAMChoices: Sendable {
  let depth: Int
  let channels: Int
  let gammaLayer: Int
  let gammaFloor: Float
  let residual: Bool
  /// The number of convolutions in the guide's network, and the round's layer whose features it joins.
  var guideDepth = 0
  var mergingLayer = 0
}

/// One round of DeepAM. Its network maps the current image, and an optional guide, to the differences v
/// and the diagonal of Γ, which determine the next image.
struct DeepAMRound: Sendable {
  private let stages: [ConvolutionBlock]
  private let guideStages: [ConvolutionBlock]
  private let differences: ConvolutionBlock
  private let gamma: ConvolutionBlock
  private let choices: DeepAMChoices

  /// - Parameter scope: the scope that registers the convolutions as `conv1`, `conv2`, …, `gamma`, and
  ///   `guide.conv1`, …, and the normalizations as `norm1`, ….
  init(_ choices: DeepAMChoices, in scope: ParameterScope) {
    let depth = choices.depth
    require(
      (1..<depth).contains(choices.gammaLayer)
        && (choices.guideDepth == 0 || (1..<depth - 1).contains(choices.mergingLayer)),
      "\(depth) layers have no γ from layer \(choices.gammaLayer), or no guide behind layer \(choices.mergingLayer)"
    )
    self.choices = choices
    let channels = choices.channels
    guideStages = (0..<choices.guideDepth).map { index in
      ConvolutionBlock(
        from: index == 0 ? 3 : channels, to: channels, number: index + 1, in: scope["guide"])
    }
    stages = (1..<choices.depth).map { number in
      let isBehindMerging = choices.guideDepth > 0 && number == choices.mergingLayer + 1
      return ConvolutionBlock(
        from: number == 1 ? 1 : isBehindMerging ? 2 * channels : channels, to: channels,
        number: number, in: scope)
    }
    // Small initial weights keep the first reconstructions from integrating noise: they are a smoothed
    // input, or close to the input if v is residual. Features after normalization and ReLU have a mean
    // square of a half.
    let deviation = 0.01 / (4.5 * Float(channels)).squareRoot()
    differences = ConvolutionBlock(
      Conv2d(
        from: channels, to: 2, kernelSize: 3, initializer: .normal(standardDeviation: deviation),
        in: scope["conv\(choices.depth)"]))
    gamma = ConvolutionBlock(
      Conv2d(
        from: channels, to: 1, kernelSize: 3, activation: .relu,
        initializer: .normal(standardDeviation: 5 * deviation), biasInitializer: .constant(0.3),
        in: scope["gamma"]))
  }

  /// The distance in rows and columns up to which samples influence a prediction: one pixel per convolution, and one
  /// for the differences in a residual prediction.
  var reach: Int {
    max(choices.depth, choices.guideDepth + choices.depth - choices.mergingLayer) + 1
  }

  /// Predicts the differences, `[N, 2, H, W]`, and the diagonal of Γ, `[N, 1, H, W]`.
  ///
  /// - Parameters:
  ///   - image: the current image, `[N, 1, H, W]`.
  ///   - guide: `[N, 3, H, W]`.
  func predict<T: TensorLike>(_ image: T, guide: T?) -> (differences: T, gamma: T) {
    var features = image
    var diagonal: T?
    for (index, stage) in stages.enumerated() {
      features = features.applying(stage)
      // Compute this now, so that these features need not be kept.
      if index + 1 == choices.gammaLayer {
        diagonal = features.applying(gamma) + choices.gammaFloor
      }
      if let guide, index + 1 == choices.mergingLayer {
        features = T.joined([features, guideStages.reduce(guide) { $0.applying($1) }])
      }
    }
    let predicted = features.applying(differences)
    return (choices.residual ? image.forwardDifferences() + predicted : predicted, diagonal!)
  }
}
