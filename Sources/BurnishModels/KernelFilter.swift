import BurnishNetworks
import BurnishTensors

/// Applies the kernels of FDKN and DKN: multiplies the branches' factors, normalizes the weights, and
/// samples the target with them.
struct KernelFilter: Sendable {
  let geometry: SamplingGeometry
  let normalization: KernelNormalization

  /// - Parameter subsampling: the side of a block of pixels whose kernels are stored in channels.
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
  ///   - lattice: the pixels of the kernels.
  /// - Returns: the filtered target at the lattice's pixels.
  func callAsFunction<T: TensorLike>(
    _ target: T, _ branches: [PredictedKernels<T>], at lattice: PixelLattice = .everyPixel
  ) -> T {
    target.filtered(by: branches, geometry: geometry(at: lattice), normalization: normalization)
  }
}
