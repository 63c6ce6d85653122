import BurnishNetworks
import BurnishTensors

/// The recursive branches B1 to BK of ``RBDN`` (section 3.4, figure 5). Each branch takes the pooled
/// features of the previous one, pools again, and joins them with the result of the deeper branches.
struct RBDNBranches: Sendable {
  /// One branch without its deeper branches.
  private struct Branch: Sendable {
    /// The convolution before pooling, at the resolution of the parent's pooled features.
    let descent: ConvolutionBlock
    /// The convolution at half that resolution, after the deeper branches.
    let ascent: ConvolutionBlock
    /// The deconvolution at the parent's resolution; `nil` for bilinear interpolation.
    let deconvolution: ConvolutionBlock?
  }

  /// The number of channels of the result: as many as the pooled features have, or twice as many if branches
  /// join them.
  let outputChannels: Int
  private let branches: [Branch]
  private let concatenation: Bool

  /// - Parameter scope: the scope that registers branches as `branch1`, `branch2`, …. Each has the
  ///   convolutions `conv1`, `conv2`, and, if upsampling is learned, `conv3`, and their normalizations.
  init(_ hyperparameters: RBDN.Hyperparameters, in scope: ParameterScope) {
    let (count, channels) = (hyperparameters.branches, hyperparameters.channels)
    let joined = hyperparameters.concatenation ? 2 * channels : channels
    concatenation = hyperparameters.concatenation
    outputChannels = count == 0 ? channels : joined
    branches = (0..<count).map { index in
      let scope = scope["branch\(index + 1)"]
      return Branch(
        descent: ConvolutionBlock(from: channels, to: channels, number: 1, in: scope),
        ascent: ConvolutionBlock(
          from: index == count - 1 ? channels : joined, to: channels, number: 2, in: scope),
        deconvolution: hyperparameters.upsampling == .bilinear
          ? nil : ConvolutionBlock(from: channels, to: channels, number: 3, in: scope))
    }
  }

  /// - Parameter pooled: features at half the image's resolution, `[N, C, H, W]`. Both sides are multiples
  ///   of 2 to the power of the number of branches.
  /// - Returns: `[N, C', H, W]` with ``outputChannels`` channels.
  func callAsFunction<T: TensorLike>(_ pooled: T) -> T {
    // Go down the branches to the deepest and up again.
    var levels: [(pooled: T, switches: PoolingSwitches)] = []
    var features = pooled
    for branch in branches {
      let (next, switches) = features.applying(branch.descent).maxPooled()
      levels.append((features, switches))
      features = next
    }
    for (branch, level) in zip(branches, levels).reversed() {
      let context = features.applying(branch.ascent)
      let raised =
        branch.deconvolution.map { context.maxUnpooled(level.switches).applying($0) }
        ?? context.resizedBilinearly(height: level.pooled.shape[2], width: level.pooled.shape[3])
      features = concatenation ? T.joined([level.pooled, raised]) : raised
    }
    return features
  }
}
