import BurnishTensors

/// Filters a target with a sparse kernel for every pixel, sampled at fractional positions.
///
/// Shapes, the order of channels, borders, and the source are as in BurnishTensors' function of the
/// same name. All three operands have gradients.
/// - Parameters:
///   - target: the image to filter, `[N, C, H, W]`.
///   - weights: `[N, k · k · r · r, H / r, W / r]` for pixel blocks of side r.
///   - offsets: `[N, 2 · k · k · r · r, H / r, W / r]`. Without offsets, taps are on the grid.
///   - geometry: the positions of the taps.
/// - Returns: the filtered target, `[N, C, H, W]`, at the pixels of the geometry's lattice.
public func deformableSample(
  _ target: Variable, weights: Variable, offsets: Variable?, geometry: SamplingGeometry
) -> Variable {
  let output = deformableSample(
    target.value, weights: weights.value, offsets: offsets?.value, geometry: geometry)
  let recording = Recording(target, weights, offsets)
  let (toTarget, toWeights, toOffsets) = (
    recording.node(target), recording.node(weights), recording.node(offsets)
  )
  let (keptTarget, keptWeights, keptOffsets) = (target.value, weights.value, offsets?.value)
  return recording.result(output, toTarget, toWeights, toOffsets) { gradient, tape in
    let gradients = deformableSampleGradient(
      gradient, target: keptTarget, weights: keptWeights, offsets: keptOffsets,
      geometry: geometry, wantsTarget: toTarget != nil)
    if let toTarget { tape.add(gradients.target!, to: toTarget) }
    if let toWeights { tape.add(gradients.weights, to: toWeights) }
    if let toOffsets { tape.add(gradients.offsets!, to: toOffsets) }
  }
}

/// Subtracts the mean of its taps from each pixel's kernel, so that the taps sum to zero.
/// - Parameters:
///   - kernels: `[N, taps · phases, H, W]`; the channel of tap `t` for phase `p` of a pixel block
///     is `t · phases + p`.
///   - taps: the number of taps of a kernel.
public func subtractTapMean(_ kernels: Variable, taps: Int) -> Variable {
  Recording.unary(kernels, subtractTapMean(kernels.value, taps: taps)) {
    subtractTapMean($0, taps: taps)
  }
}

/// Divides each pixel's kernel by the sum of its taps, so that the taps sum to one.
/// - Parameters:
///   - kernels: nonnegative, in the order of ``subtractTapMean(_:taps:)``.
///   - taps: the number of taps of a kernel.
public func divideByTapSum(_ kernels: Variable, taps: Int) -> Variable {
  let kept = kernels.value
  return Recording.unary(kernels, divideByTapSum(kept, taps: taps)) {
    divideByTapSumGradient($0, kernels: kept, taps: taps)
  }
}
