import BurnishNetworks
import BurnishTensors

/// The recursive branches B1 to BK of ``RBDN`` (section 3.4, figure 5): each leaves the pooled features of
/// the one before, pools once more, and joins them again with what the deeper ones found.
struct RBDNBranches: Sendable {
  /// One branch without those that leave it.
  private struct Branch: Sendable {
    /// Before pooling, at the resolution of the parent's pooled features.
    let descent: ConvolutionBlock
    /// At half of that resolution, behind the deeper branches.
    let ascent: ConvolutionBlock
    /// At the parent's resolution again; `nil` for bilinear interpolation.
    let deconvolution: ConvolutionBlock?
  }

  /// Of the result: those of the pooled features, and where branches join them as many again.
  let outputChannels: Int
  private let branches: [Branch]
  private let concatenation: Bool

  /// - Parameter scope: where branches are registered as `branch1`, `branch2`, …, each with the
  ///   convolutions `conv1`, `conv2` and, if upsampling is learned, `conv3`, and their normalizations.
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

  /// - Parameter pooled: features at half the image's resolution, `[N, C, H, W]`, both sides multiples
  ///   of 2 to the power of the branches' number.
  /// - Returns: `[N, C', H, W]` of ``outputChannels``.
  func callAsFunction<T: TensorLike>(_ pooled: T) -> T {
    // Down the branches to the deepest, and up again.
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
