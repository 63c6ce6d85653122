import BurnishNetworks
import BurnishTensors

/// The recursive branches B1 to BK of ``RBDN`` (section 3.4, figure 5): each leaves the pooled features of
/// the one before, pools once more, and joins them again with what the deeper ones found.
struct RBDNBranches {
  /// One branch without those that leave it.
  private struct Branch {
    /// Before pooling, at the resolution of the parent's pooled features.
    let descent: NormalizedConvolution
    /// At half of that resolution, behind the deeper branches.
    let ascent: NormalizedConvolution
    /// At the parent's resolution again; `nil` for bilinear interpolation.
    let deconvolution: NormalizedConvolution?
  }

  /// Of the result: those of the pooled features, and where branches join them as many again.
  let outputChannels: Int
  private let branches: [Branch]
  private let concatenation: Bool

  /// - Parameter scope: where branches are registered as `branch1`, `branch2`, …, each with the
  ///   convolutions `conv1`, `conv2` and, if upsampling is learned, `conv3`, and their normalisations.
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
    var levels: [(pooled: Variable, switches: PoolingSwitches)] = []
    var features = pooled
    for branch in branches {
      let (next, switches) = maxPool2x2(branch.descent(features))
      levels.append((features, switches))
      features = next
    }
    for (branch, level) in zip(branches, levels).reversed() {
      let (height, width) = (level.pooled.shape[2], level.pooled.shape[3])
      let context = branch.ascent(features)
      let raised =
        branch.deconvolution.map { $0(maxUnpool2x2(context, switches: level.switches)) }
        ?? resizeBilinear(context, height: height, width: width)
      features = concatenation ? concatenateChannels([level.pooled, raised]) : raised
    }
    return features
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
    struct Branch: Sendable {
      let descent: CompiledConvolution
      let ascent: CompiledConvolution
      let deconvolution: CompiledConvolution?
    }

    let branches: [Branch]
    let concatenation: Bool

    func callAsFunction(_ pooled: Tensor) -> Tensor {
      var levels: [(pooled: Tensor, switches: PoolingSwitches)] = []
      var features = pooled
      for branch in branches {
        let (next, switches) = maxPool2x2(branch.descent(features))
        levels.append((features, switches))
        features = next
      }
      for (branch, level) in zip(branches, levels).reversed() {
        let (height, width) = (level.pooled.shape[2], level.pooled.shape[3])
        let context = branch.ascent(features)
        let raised =
          branch.deconvolution.map { $0(maxUnpool2x2(context, switches: level.switches)) }
          ?? resizeBilinear(context, height: height, width: width)
        features = concatenation ? concatenateChannels([level.pooled, raised]) : raised
      }
      return features
    }
  }
}
