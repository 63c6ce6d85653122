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
  func callAsFunction<T: TensorLike>(
    _ target: T, _ branches: [PredictedKernels<T>], at lattice: PixelLattice = .everyPixel
  ) -> T {
    target.filtered(by: branches, geometry: geometry(at: lattice), normalization: normalization)
  }
}
