import BurnishCore

/// The normalization that ``deformableKernelSample(_:branches:geometry:normalization:)``
/// applies to the weights of a pixel.
public enum KernelNormalization: Sendable, Hashable {
  /// Subtracts the mean over the taps and adds the target to the result: the
  /// residual model.
  case meanSubtraction
  /// Divides the weights by their sum, or by the smallest normal number if the sum is smaller.
  case sumToOne
}

/// The kernel factors that one branch of a deformable kernel network predicts.
public struct KernelFactors: Sendable {
  /// The weights after their sigmoid, shaped and ordered as in ``deformableSample(_:weights:offsets:geometry:)``.
  public var weights: Tensor
  /// The offsets in the same order; `nil` if the taps are on the grid.
  public var offsets: Tensor?

  public init(weights: Tensor, offsets: Tensor?) {
    (self.weights, self.offsets) = (weights, offsets)
  }
}

/// Combines the branches of a deformable kernel network and filters the target in one pass.
///
/// The weights are the product of the branches' weights, normalized over the taps of each pixel.
/// The offsets are the product of the branches' offsets. The function has no gradient; it is for inference.
/// - Parameters:
///   - target: the image to filter, `[N, C, H, W]`.
///   - branches: one or more branches, all with offsets or all without.
///   - geometry: the positions of the taps.
///   - normalization: the normalization of a pixel's weights.
/// - Returns: the filtered target, `[N, C, H, W]`. If the geometry has a lattice, only its pixels are
///   computed.
package func deformableKernelSample(
  _ target: Tensor, branches: [KernelFactors], geometry: SamplingGeometry,
  normalization: KernelNormalization
) -> Tensor {
  require(!branches.isEmpty, "kernels must come from one branch at least")
  for branch in branches {
    checkShapes(
      target: target, weights: branch.weights, offsets: branch.offsets, geometry: geometry)
  }
  if Cancellation.isRequested {
    return Tensor(shape: geometry.outputShape(forTarget: target.shape)) { _ in }
  }
  let weights = branches.map { ChannelGroups($0.weights, subsampling: geometry.subsampling) }
  let offsets = branches.compactMap { branch in
    branch.offsets.map { ChannelGroups($0, subsampling: geometry.subsampling) }
  }
  require(
    offsets.isEmpty || offsets.count == branches.count, "some branches lack offsets, others do not")
  let planes = PaddedPlanes(target, geometry: geometry)
  let sampler = TapSampler(geometry, pitch: planes.pitch)
  let taps = (0..<geometry.tapCount).map(geometry.tapPosition)
  return sampledRows(of: target, planes: planes, geometry: geometry, scratchRows: taps.count + 4) {
    row in
    let count = taps.count
    let (other, total) = (row.scratch(count), row.scratch(count + 1))
    let (xRow, yRow) = (row.scratch(count + 2), row.scratch(count + 3))
    total.update(repeating: 0, count: row.paddedWidth)
    for tap in 0..<count {
      row.readProduct(weights, group: tap, into: row.scratch(tap), other: other)
      add(row.scratch(tap), to: total, count: row.paddedWidth)
    }
    normalize(row, taps: count, total: total, normalization)
    for tap in 0..<count {
      if !offsets.isEmpty {
        row.readProduct(offsets, group: 2 * tap, into: xRow, other: other)
        row.readProduct(offsets, group: 2 * tap + 1, into: yRow, other: other)
      }
      row.accumulate(
        sampler, tapX: taps[tap].x, tapY: taps[tap].y, weights: row.scratch(tap), x: xRow, y: yRow)
    }
    guard normalization == .meanSubtraction else { return }
    for channel in 0..<row.channels {
      let (result, own) = (row.result(channel), row.origin(channel))
      for column in 0..<row.width { result[column] += own[column &* sampler.step] }
    }
  }
}

extension SampledRow {
  /// Multiplies the rows of all factors.
  fileprivate func readProduct(
    _ groups: [ChannelGroups], group: Int, into row: UnsafeMutablePointer<Float>,
    other: UnsafeMutablePointer<Float>
  ) {
    read(groups[0], group: group, into: row)
    for factor in groups.dropFirst() {
      read(factor, group: group, into: other)
      for column in stride(from: 0, to: paddedWidth, by: 4) {
        storeFour(loadFour(row + column) * loadFour(other + column), row + column)
      }
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

private func add(
  _ row: UnsafeMutablePointer<Float>, to total: UnsafeMutablePointer<Float>, count: Int
) {
  for column in stride(from: 0, to: count, by: 4) {
    storeFour(loadFour(total + column) + loadFour(row + column), total + column)
  }
}
