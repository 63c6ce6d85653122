import BurnishTensors

extension Reference {
  /// One of the four samples that a pixel's tap reads. It has indices in the target, the weights, and the
  /// offsets, its share in the interpolation, and the share's derivatives with respect to both offsets.
  private struct Reading {
    /// `nil` if the target counts as zero there.
    var target: Int?
    var output: Int
    var weight: Int
    var xOffset: Int
    var yOffset: Int
    var share: Double
    var slopeX: Double
    var slopeY: Double
  }

  private static func forEachReading(
    target: [Int], offsets: ReferenceTensor, geometry: SamplingGeometry,
    _ body: (Reading) -> Void
  ) {
    let (r, k) = (geometry.subsampling, geometry.kernelSize)
    let radius = Double(geometry.windowRadius)
    let taps = k * k
    let lattice = geometry.lattice
    let size = geometry.outputShape(forTarget: target)
    func group(_ group: Int, of groups: Int, _ n: Int, _ y: Int, _ x: Int) -> Int {
      let channel = group * r * r + (y % r) * r + x % r
      let row = (n * groups * r * r + channel) * (size[2] / r) + y / r
      return row * (size[3] / r) + x / r
    }
    func bounded(_ value: Double) -> (value: Double, isFree: Bool) {
      (min(max(value, -radius), radius), abs(value) <= radius)
    }
    for n in 0..<target[0] {
      for latticeY in 0..<size[2] {
        for latticeX in 0..<size[3] {
          let y = lattice.row + latticeY * lattice.stride
          let x = lattice.column + latticeX * lattice.stride
          for t in 0..<taps {
            let xPlace = group(2 * t, of: 2 * taps, n, latticeY, latticeX)
            let yPlace = group(2 * t + 1, of: 2 * taps, n, latticeY, latticeX)
            let scale = Double(geometry.offsetScale)
            func base(_ index: Int) -> Double {
              Double(geometry.tapSpacing) * (Double(index) - Double(k - 1) / 2)
                + Double(geometry.tapShift)
            }
            let horizontal = bounded(base(t % k) + scale * offsets.values[xPlace])
            let vertical = bounded(base(t / k) + scale * offsets.values[yPlace])
            let (left, top) = (horizontal.value.rounded(.down), vertical.value.rounded(.down))
            let (fx, fy) = (horizontal.value - left, vertical.value - top)
            for c in 0..<target[1] {
              for corner in 0..<4 {
                let (i, j) = (corner / 2, corner % 2)
                let (row, column) = (y + Int(top) + i, x + Int(left) + j)
                let (insideRow, insideColumn) = (
                  min(max(row, 0), target[2] - 1), min(max(column, 0), target[3] - 1)
                )
                let isZero =
                  geometry.border == .zero && (row != insideRow || column != insideColumn)
                let plane = (n * target[1] + c) * target[2]
                let (shareX, shareY) = (j == 1 ? fx : 1 - fx, i == 1 ? fy : 1 - fy)
                body(
                  Reading(
                    target: isZero ? nil : (plane + insideRow) * target[3] + insideColumn,
                    output: ((n * target[1] + c) * size[2] + latticeY) * size[3] + latticeX,
                    weight: group(t, of: taps, n, latticeY, latticeX), xOffset: xPlace,
                    yOffset: yPlace,
                    share: shareX * shareY,
                    slopeX: horizontal.isFree ? (j == 1 ? scale : -scale) * shareY : 0,
                    slopeY: vertical.isFree ? (i == 1 ? scale : -scale) * shareX : 0))
              }
            }
          }
        }
      }
    }
  }

  public static func deformableSample(
    _ target: ReferenceTensor, weights: ReferenceTensor, offsets: ReferenceTensor,
    geometry: SamplingGeometry
  ) -> ReferenceTensor {
    var output = ReferenceTensor(zeros: geometry.outputShape(forTarget: target.shape))
    forEachReading(target: target.shape, offsets: offsets, geometry: geometry) { reading in
      guard let place = reading.target else { return }
      output.values[reading.output] +=
        weights.values[reading.weight] * reading.share * target.values[place]
    }
    return output
  }

  public static func deformableSampleGradient(
    _ outputGradient: ReferenceTensor, target: ReferenceTensor, weights: ReferenceTensor,
    offsets: ReferenceTensor, geometry: SamplingGeometry
  ) -> (target: ReferenceTensor, weights: ReferenceTensor, offsets: ReferenceTensor) {
    var gradients = (
      target: ReferenceTensor(zeros: target.shape),
      weights: ReferenceTensor(zeros: weights.shape),
      offsets: ReferenceTensor(zeros: offsets.shape)
    )
    forEachReading(target: target.shape, offsets: offsets, geometry: geometry) { reading in
      guard let place = reading.target else { return }
      let factor = outputGradient.values[reading.output]
      let (weight, sample) = (weights.values[reading.weight], target.values[place])
      gradients.target.values[place] += factor * weight * reading.share
      gradients.weights.values[reading.weight] += factor * sample * reading.share
      gradients.offsets.values[reading.xOffset] += factor * weight * sample * reading.slopeX
      gradients.offsets.values[reading.yOffset] += factor * weight * sample * reading.slopeY
    }
    return gradients
  }

  /// Combines both branches of a deformable kernel network, then samples.
  public static func deformableKernelSample(
    _ target: ReferenceTensor, guideWeights: ReferenceTensor, targetWeights: ReferenceTensor,
    guideOffsets: ReferenceTensor, targetOffsets: ReferenceTensor, geometry: SamplingGeometry,
    normalization: KernelNormalization
  ) -> ReferenceTensor {
    var weights = guideWeights.zip(targetWeights, *)
    let taps = geometry.tapCount
    let phases = geometry.subsampling * geometry.subsampling
    let pixels = weights.shape[2] * weights.shape[3]
    for n in 0..<weights.shape[0] {
      for pixel in 0..<phases * pixels {
        let places = (0..<taps).map { ((n * taps + $0) * phases * pixels) + pixel }
        let total = places.reduce(0) { $0 + weights.values[$1] }
        for place in places {
          switch normalization {
          case .meanSubtraction: weights.values[place] -= total / Double(taps)
          case .sumToOne: weights.values[place] /= total
          }
        }
      }
    }
    let sampled = deformableSample(
      target, weights: weights, offsets: guideOffsets.zip(targetOffsets, *), geometry: geometry)
    return normalization == .meanSubtraction
      ? sampled.zip(pick(target, at: geometry.lattice), +) : sampled
  }
}
