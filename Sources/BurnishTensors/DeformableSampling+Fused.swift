/// What ``deformableKernelSample(_:guideWeights:targetWeights:guideOffsets:targetOffsets:geometry:normalization:)``
/// does to the weights of a pixel.
public enum KernelNormalization: Sendable, Hashable {
  /// The mean over the taps is subtracted, and the target itself is added to the result: the
  /// residual model.
  case meanSubtraction
  /// The weights are divided by their sum, or by the least normal number if the sum is below it.
  case sumToOne
}

/// Joins the two branches of a deformable kernel network and filters the target, in one pass.
///
/// The weights are the product of both branches' weights, normalised over the taps of each pixel;
/// the offsets are the product of both branches' offsets. For inference: there is no gradient.
/// - Parameters:
///   - target: the image to filter, `[N, C, H, W]`.
///   - guideWeights: the guide branch's weights, after their sigmoid, shaped and ordered as in
///     ``deformableSample(_:weights:offsets:geometry:)``.
///   - targetWeights: the target branch's weights, after their sigmoid, likewise.
///   - guideOffsets: the guide branch's offsets, likewise.
///   - targetOffsets: the target branch's offsets, likewise.
///   - geometry: where the taps lie.
///   - normalization: what is done to the weights of a pixel.
/// - Returns: the filtered target, `[N, C, H, W]`.
public func deformableKernelSample(
  _ target: Tensor, guideWeights: Tensor, targetWeights: Tensor, guideOffsets: Tensor,
  targetOffsets: Tensor, geometry: SamplingGeometry, normalization: KernelNormalization
) -> Tensor {
  checkShapes(target: target, weights: guideWeights, offsets: guideOffsets, geometry: geometry)
  checkShapes(target: target, weights: targetWeights, offsets: targetOffsets, geometry: geometry)
  let guideWeights = ChannelGroups(guideWeights, subsampling: geometry.subsampling)
  let targetWeights = ChannelGroups(targetWeights, subsampling: geometry.subsampling)
  let guideOffsets = ChannelGroups(guideOffsets, subsampling: geometry.subsampling)
  let targetOffsets = ChannelGroups(targetOffsets, subsampling: geometry.subsampling)
  let planes = PaddedPlanes(target, margin: geometry.windowRadius + 1, border: geometry.border)
  let sampler = TapSampler(geometry, pitch: planes.pitch)
  let taps = (0..<geometry.tapCount).map(geometry.tapPosition)
  return sampledRows(of: target, planes: planes, geometry: geometry, scratchRows: taps.count + 4) {
    row in
    let count = taps.count
    let (other, total) = (row.scratch(count), row.scratch(count + 1))
    let (xRow, yRow) = (row.scratch(count + 2), row.scratch(count + 3))
    total.update(repeating: 0, count: row.paddedWidth)
    for tap in 0..<count {
      row.read(guideWeights, group: tap, into: row.scratch(tap))
      row.read(targetWeights, group: tap, into: other)
      multiply(row.scratch(tap), by: other, addingTo: total, count: row.paddedWidth)
    }
    normalize(row, taps: count, total: total, normalization)
    for tap in 0..<count {
      row.read(guideOffsets, group: 2 * tap, into: xRow)
      row.read(targetOffsets, group: 2 * tap, into: other)
      multiply(xRow, by: other, count: row.paddedWidth)
      row.read(guideOffsets, group: 2 * tap + 1, into: yRow)
      row.read(targetOffsets, group: 2 * tap + 1, into: other)
      multiply(yRow, by: other, count: row.paddedWidth)
      row.accumulate(
        sampler, tapX: taps[tap].x, tapY: taps[tap].y, weights: row.scratch(tap), x: xRow, y: yRow)
    }
    guard normalization == .meanSubtraction else { return }
    for channel in 0..<row.channels {
      let (result, own) = (row.result(channel), row.origin(channel))
      for column in 0..<planes.width { result[column] += own[column] }
    }
  }
}

private func normalize(
  _ row: SampledRow, taps: Int, total: UnsafeMutablePointer<Float>,
  _ normalization: KernelNormalization
) {
  let perTap = 1 / Float(taps)
  for tap in 0..<taps {
    let weights = row.scratch(tap)
    for column in stride(from: 0, to: row.paddedWidth, by: 4) {
      let (weight, sum) = (loadFour(weights + column), loadFour(total + column))
      switch normalization {
      case .meanSubtraction:
        storeFour(weight - sum * perTap, weights + column)
      case .sumToOne:
        let divisor = sum.replacing(
          with: Float.leastNormalMagnitude, where: sum .< Float.leastNormalMagnitude)
        storeFour(weight / divisor, weights + column)
      }
    }
  }
}

private func multiply(
  _ row: UnsafeMutablePointer<Float>, by other: UnsafeMutablePointer<Float>, count: Int
) {
  for column in stride(from: 0, to: count, by: 4) {
    storeFour(loadFour(row + column) * loadFour(other + column), row + column)
  }
}

private func multiply(
  _ row: UnsafeMutablePointer<Float>, by other: UnsafeMutablePointer<Float>,
  addingTo total: UnsafeMutablePointer<Float>, count: Int
) {
  for column in stride(from: 0, to: count, by: 4) {
    let product = loadFour(row + column) * loadFour(other + column)
    storeFour(product, row + column)
    storeFour(loadFour(total + column) + product, total + column)
  }
}
