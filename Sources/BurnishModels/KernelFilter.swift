import BurnishNetworks
import BurnishTensors

/// What FDKN and DKN do with kernels: the branches' factors are multiplied, the weights normalized,
/// and the target is sampled with them.
struct KernelFilter: Sendable {
  let geometry: SamplingGeometry
  let normalization: KernelNormalization

  /// - Parameter subsampling: the side of the blocks whose pixels' kernels lie in channels.
  init(_ choices: KernelChoices, subsampling: Int = 1) {
    geometry = choices.geometry.sampling(
      kernelSize: choices.kernelSize, windowRadius: choices.windowRadius, subsampling: subsampling)
    normalization = choices.residual ? .meanSubtraction : .sumToOne
  }

  private func geometry(at lattice: PixelLattice) -> SamplingGeometry {
    var geometry = geometry
    geometry.lattice = lattice
    return geometry
  }

  /// - Parameters:
  ///   - target: `[N, 1, H, W]`.
  ///   - branches: one or more, all with offsets or all without.
  ///   - lattice: the pixels that kernels are given for.
  /// - Returns: the filtered target at the lattice's pixels.
  func callAsFunction(
    _ target: Variable, _ branches: [KernelHeads.Factors], at lattice: PixelLattice = .everyPixel
  ) -> Variable {
    let taps = geometry.tapCount
    let products = product(branches.map(\.weights))
    let offsets = branches.compactMap(\.offsets)
    func sampled(_ weights: Variable) -> Variable {
      deformableSample(
        target, weights: weights, offsets: offsets.isEmpty ? nil : product(offsets),
        geometry: geometry(at: lattice))
    }
    switch normalization {
    case .meanSubtraction:
      return pick(target, at: lattice) + sampled(subtractTapMean(products, taps: taps))
    case .sumToOne: return sampled(divideByTapSum(products, taps: taps))
    }
  }

  /// The same without gradients.
  func callAsFunction(
    _ target: Tensor, _ branches: [KernelFactors], at lattice: PixelLattice = .everyPixel
  ) -> Tensor {
    deformableKernelSample(
      target, branches: branches, geometry: geometry(at: lattice), normalization: normalization)
  }

  private func product(_ factors: [Variable]) -> Variable {
    factors.dropFirst().reduce(factors[0]) { $0 * $1 }
  }
}
