import BurnishNetworks
import BurnishTensors

/// Features that come to half their resolution and back, in training (`Variable`) as in inference (`Tensor`).
protocol HalvedFeatures {
  func pooled() -> (Self, PoolingSwitches)
  func unpooled(_ switches: PoolingSwitches) -> Self
  func gathered() -> Self
  func scattered() -> Self
  /// Bilinearly, to another's height and width.
  func resized(like other: Self) -> Self
  /// Channel after channel.
  func joined(with other: Self) -> Self
}

extension Tensor: HalvedFeatures {
  func pooled() -> (Tensor, PoolingSwitches) { maxPool2x2(self) }
  func unpooled(_ switches: PoolingSwitches) -> Tensor { maxUnpool2x2(self, switches: switches) }
  func gathered() -> Tensor { spaceToDepth(self, block: 2) }
  func scattered() -> Tensor { depthToSpace(self, block: 2) }
  func joined(with other: Tensor) -> Tensor { concatenateChannels([self, other]) }
  func resized(like other: Tensor) -> Tensor {
    resizeBilinear(self, height: other.shape[2], width: other.shape[3])
  }
}

extension Variable: HalvedFeatures {
  func pooled() -> (Variable, PoolingSwitches) { maxPool2x2(self) }
  func unpooled(_ switches: PoolingSwitches) -> Variable { maxUnpool2x2(self, switches: switches) }
  func gathered() -> Variable { spaceToDepth(self, block: 2) }
  func scattered() -> Variable { depthToSpace(self, block: 2) }
  func joined(with other: Variable) -> Variable { concatenateChannels([self, other]) }
  func resized(like other: Variable) -> Variable {
    resizeBilinear(self, height: other.shape[2], width: other.shape[3])
  }
}

extension RBDN.Hyperparameters.Halving {
  /// What a transform at half the resolution makes of features, at theirs.
  func callAsFunction<Features: HalvedFeatures>(
    _ features: Features, _ transform: (Features) -> Features
  ) -> Features {
    switch self {
    case .pooling:
      let (pooled, switches) = features.pooled()
      return transform(pooled).unpooled(switches)
    case .rearrangement: return transform(features.gathered()).scattered()
    }
  }
}
