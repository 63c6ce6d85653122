// Y. Li, J.-B. Huang, N. Ahuja, M.-H. Yang, "Joint Image Filtering with Deep Convolutional Networks"
// (DJFR), and "Deep Joint Image Filtering" (DJF), which lacks the skip connection.
//
// Departures from the paper:
// - Border pixels repeat outside the images before the first convolution, so the output has the input's
//   size. The paper does not define the outside of an image. The authors' release adds zeros in its
//   branches and drops the remaining margin. With its `branchPadding` of 2, our inner pixels equal the
//   release's, and border pixels repeat in the rest.

import BurnishCore
import BurnishNetworks
import BurnishTensors

/// The deep joint filter: one sub-network for the target, one for the guide, and a third that joins
/// their outputs. With the skip connection, which adds the target to the output, it is DJFR.
public struct DJF: JointNetwork {
  /// The design choices that the paper's tables 4 to 9 vary.
  public struct Hyperparameters: Sendable, Hashable, Codable {
    /// The output channels of the convolutions in the target's and in the guide's sub-network. The
    /// last outputs merge; if the array is empty, the images themselves merge.
    public var branchChannels = [96, 48, 1]
    public var branchKernelSizes = [9, 1, 5]
    /// Whether ReLU follows the last convolution of both, which suits merging many channels.
    public var branchEndsInReLU = false
    /// The output channels of the convolutions in the joint sub-network.
    public var jointChannels = [64, 32, 1]
    public var jointKernelSizes = [9, 1, 5]
    /// The rows and columns of zeros that each convolution of a branch adds around its input. The
    /// authors' release uses 2, even for 1x1 convolutions.
    public var branchPadding = 0
    /// The rows and columns of zeros that each convolution of the joint sub-network adds.
    public var jointPadding = 0
    /// Whether the network adds the target to the output (DJFR) or not (DJF).
    public var skip = true

    public init() {}

    /// The distance in rows and columns up to which samples influence a result: the sum of half of
    /// each kernel.
    public var reach: Int {
      (branchKernelSizes + jointKernelSizes).reduce(0) { $0 + $1 / 2 }
    }

    /// The number of pixels by which the convolutions shrink an image on each side after zero padding.
    /// The network repeats border pixels to make up for them. Negative if there are too many zeros.
    public var margin: Int {
      reach - branchPadding * branchKernelSizes.count - jointPadding * jointKernelSizes.count
    }
  }

  public let hyperparameters: Hyperparameters
  public let parameters: ParameterSet
  private let guideBranch: ConvolutionChain
  private let targetBranch: ConvolutionChain
  private let joint: ConvolutionChain

  /// - Parameter seed: the seed of the initial weights.
  public init(_ hyperparameters: Hyperparameters = .init(), seed: UInt64 = 0) {
    self.init(hyperparameters, in: ParameterScope(seed: seed))
  }

  /// - Parameter scope: the root in which the layers draw or read their weights.
  public init(_ hyperparameters: Hyperparameters, in scope: ParameterScope) {
    require(
      (hyperparameters.branchKernelSizes + hyperparameters.jointKernelSizes)
        .allSatisfy { $0 % 2 == 1 } && hyperparameters.jointChannels.last == 1,
      "kernels must be of odd size and the last convolution must have one channel")
    require(
      hyperparameters.margin >= 0,
      "paddings of \(hyperparameters.branchPadding) and \(hyperparameters.jointPadding) make the output larger than the input"
    )
    self.hyperparameters = hyperparameters
    func branch(_ name: String, from channels: Int) -> ConvolutionChain {
      ConvolutionChain(
        from: channels, channels: hyperparameters.branchChannels,
        kernelSizes: hyperparameters.branchKernelSizes, padding: hyperparameters.branchPadding,
        endsInReLU: hyperparameters.branchEndsInReLU, in: scope[name])
    }
    guideBranch = branch("guide", from: 3)
    targetBranch = branch("target", from: 1)
    joint = ConvolutionChain(
      from: hyperparameters.branchChannels.last.map { 2 * $0 } ?? 3 + 1,
      channels: hyperparameters.jointChannels, kernelSizes: hyperparameters.jointKernelSizes,
      padding: hyperparameters.jointPadding, in: scope["joint"])
    parameters = scope.parameters
  }

  public func callAsFunction<T: TensorLike>(_ target: T, guide: T) -> T {
    checkPair(target: target.shape, guide: guide.shape)
    let margin = ConvolutionGeometry.Padding(hyperparameters.margin)
    let filtered = joint(
      T.joined([
        guideBranch(guide.padded(by: margin, mode: .replicate)),
        targetBranch(target.padded(by: margin, mode: .replicate)),
      ]))
    return hyperparameters.skip ? target + filtered : filtered
  }
}

extension DJF.Hyperparameters {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    branchChannels = try container.decode([Int].self, forKey: .branchChannels)
    branchKernelSizes = try container.decode([Int].self, forKey: .branchKernelSizes)
    // Older files lack some keys.
    branchEndsInReLU = try container.decodeIfPresent(Bool.self, forKey: .branchEndsInReLU) ?? false
    jointChannels = try container.decode([Int].self, forKey: .jointChannels)
    jointKernelSizes = try container.decode([Int].self, forKey: .jointKernelSizes)
    skip = try container.decode(Bool.self, forKey: .skip)
    branchPadding = try container.decodeIfPresent(Int.self, forKey: .branchPadding) ?? 0
    jointPadding = try container.decodeIfPresent(Int.self, forKey: .jointPadding) ?? 0
  }
}

extension DJF.Hyperparameters: JointArchitecture {
  public static var architectureName: String { "DJF" }

  public var alignment: Int { 1 }

  public func check(path: String) throws(Failure) {
    // Limit the number of layers as well: many layers take as much time as wide ones.
    for (name, counts, channels, sizes) in [
      ("branch", 0...16, branchChannels, branchKernelSizes),
      ("joint", 1...16, jointChannels, jointKernelSizes),
    ] {
      try demand(
        counts.contains(channels.count), "\(name)Channels",
        "\(counts.lowerBound) to \(counts.upperBound) numbers", path)
      try demand(
        channels.allSatisfy((1...1024).contains), "\(name)Channels",
        "numbers in 1...1024", path)
      try demand(
        sizes.count == channels.count && sizes.allSatisfy { $0 % 2 == 1 && (1...31).contains($0) },
        "\(name)KernelSizes", "as many odd numbers in 1...31 as there are \(name)Channels", path)
    }
    try demand(jointChannels.last == 1, "jointChannels", "a last one of 1", path)
    try demand(
      (0...15).contains(branchPadding) && (0...15).contains(jointPadding) && margin >= 0,
      "branchPadding or jointPadding", "zeros that do not make the output larger than the input",
      path)
  }

  public func network(in scope: ParameterScope) -> any JointNetwork {
    DJF(self, in: scope)
  }
}
