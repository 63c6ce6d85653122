import BurnishNetworks
import BurnishTensors

/// The recursive branches B1 to BK of ``RBDN`` (section 3.4, figure 5): each leaves the pooled features of
/// the one before, pools once more, and joins them again with what the deeper ones found.
struct RBDNBranches {
  /// One branch without those that leave it, of convolutions for training or for inference.
  fileprivate struct Branch<Convolution> {
    /// Before pooling, at the resolution of the parent's pooled features.
    let descent: Convolution
    /// At half of that resolution, behind the deeper branches.
    let ascent: Convolution
    /// At the parent's resolution again; `nil` for bilinear interpolation.
    let deconvolution: Convolution?
  }

  /// Of the result: those of the pooled features, and where branches join them as many again.
  let outputChannels: Int
  private let branches: [Branch<NormalizedConvolution>]
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
        descent: NormalizedConvolution(from: channels, to: channels, number: 1, in: scope),
        ascent: NormalizedConvolution(
          from: index == count - 1 ? channels : joined, to: channels, number: 2, in: scope),
        deconvolution: hyperparameters.upsampling == .bilinear
          ? nil : NormalizedConvolution(from: channels, to: channels, number: 3, in: scope))
    }
  }

  /// - Parameter pooled: features at half the picture's resolution, `[N, C, H, W]`, both sides multiples
  ///   of 2 to the power of the branches' number.
  /// - Returns: `[N, C', H, W]` of ``outputChannels``.
  func callAsFunction(_ pooled: Variable) -> Variable {
    Self.joined(pooled, branches, concatenation: concatenation) { $0($1) }
  }

  func compiled() -> Compiled {
    Compiled(
      branches: branches.map {
        .init(
          descent: $0.descent.compiled(), ascent: $0.ascent.compiled(),
          deconvolution: $0.deconvolution?.compiled())
      }, concatenation: concatenation)
  }

  struct Compiled: Sendable {
    fileprivate let branches: [Branch<CompiledConvolution>]
    fileprivate let concatenation: Bool

    func callAsFunction(_ pooled: Tensor) -> Tensor {
      RBDNBranches.joined(pooled, branches, concatenation: concatenation) { $0($1) }
    }
  }

  /// Down the branches to the deepest, and up again.
  private static func joined<Features: HalvedFeatures, Convolution>(
    _ pooled: Features, _ branches: [Branch<Convolution>], concatenation: Bool,
    _ convolve: (Convolution, Features) -> Features
  ) -> Features {
    var levels: [(pooled: Features, switches: PoolingSwitches)] = []
    var features = pooled
    for branch in branches {
      let (next, switches) = convolve(branch.descent, features).pooled()
      levels.append((features, switches))
      features = next
    }
    for (branch, level) in zip(branches, levels).reversed() {
      let context = convolve(branch.ascent, features)
      let raised =
        branch.deconvolution.map { convolve($0, context.unpooled(level.switches)) }
        ?? context.resized(like: level.pooled)
      features = concatenation ? level.pooled.joined(with: raised) : raised
    }
    return features
  }
}

extension RBDNBranches.Branch: Sendable where Convolution: Sendable {}
