import BurnishCore

/// The gradients of ``deformableSample(_:weights:offsets:geometry:)``.
///
/// The derivative with respect to an offset is zero if the window clamps the position. At whole positions, where the
/// derivative with respect to the interpolated position jumps, it is taken from the right and from below.
/// - Parameters:
///   - outputGradient: the gradient with respect to the result, of the result's shape.
///   - target: the target of the forward pass, `[N, C, H, W]`.
///   - weights: the weights of the forward pass.
///   - offsets: the offsets of the forward pass, if any.
///   - geometry: the geometry of the forward pass.
///   - wantsTarget: whether to compute the gradient with respect to the target.
/// - Returns: the gradients with respect to the target (`nil` unless `wantsTarget`), the weights, and the offsets,
///   in their shapes.
package func deformableSampleGradient(
  _ outputGradient: Tensor, target: Tensor, weights: Tensor, offsets: Tensor?,
  geometry: SamplingGeometry, wantsTarget: Bool
) -> (target: Tensor?, weights: Tensor, offsets: Tensor?) {
  checkShapes(target: target, weights: weights, offsets: offsets, geometry: geometry)
  require(
    outputGradient.shape == geometry.outputShape(forTarget: target.shape),
    "an output gradient of shape \(outputGradient.shape) does not fit a target of \(target.shape)")
  let outputGradient = outputGradient.plain()
  let groups = SampledGroups(weights: weights, offsets: offsets, geometry: geometry)
  let own = parameterGradients(
    outputGradient, target: target, groups: groups, geometry: geometry)
  let targetGradient =
    wantsTarget
    ? scatteredTargetGradient(
      outputGradient, targetShape: target.shape, groups: groups, geometry: geometry) : nil
  return (targetGradient, own.weights, own.offsets)
}

private struct SampledGroups {
  let weights: ChannelGroups
  let offsets: ChannelGroups?

  init(weights: Tensor, offsets: Tensor?, geometry: SamplingGeometry) {
    self.weights = ChannelGroups(weights, subsampling: geometry.subsampling)
    self.offsets = offsets.map { ChannelGroups($0, subsampling: geometry.subsampling) }
  }
}

private func parameterGradients(
  _ outputGradient: Tensor, target: Tensor, groups: SampledGroups, geometry: SamplingGeometry
) -> (weights: Tensor, offsets: Tensor?) {
  let planes = PaddedPlanes(target, geometry: geometry)
  let sampler = TapSampler(geometry, pitch: planes.pitch)
  let taps = (0..<geometry.tapCount).map(geometry.tapPosition)
  // Every sample of both is written once, so they may start uninitialized.
  let weightsGradient = Tensor(shape: geometry.weightsShape(forTarget: target.shape)) { _ in }
  let offsetsGradient = groups.offsets.map { _ in
    Tensor(shape: geometry.offsetsShape(forTarget: target.shape)) { _ in }
  }
  let results = SampledGroups(
    weights: weightsGradient, offsets: offsetsGradient, geometry: geometry)
  outputGradient.withUnsafeSamples { gradient in
    let gradient = gradient.baseAddress!
    let shape = outputGradient.shape
    forEachRow(of: shape, planes: planes, geometry: geometry, scratchRows: 6) { row in
      let (weightRow, xRow, yRow) = (row.scratch(0), row.scratch(1), row.scratch(2))
      // The gradients with respect to the result replace the result.
      for channel in 0..<row.channels {
        row.result(channel).update(
          from: gradient + ((row.image * row.channels + channel) * shape[2] + row.y) * row.width,
          count: row.width)
      }
      for tap in 0..<taps.count {
        row.read(groups.weights, group: tap, into: weightRow)
        if let offsets = groups.offsets {
          row.read(offsets, group: 2 * tap, into: xRow)
          row.read(offsets, group: 2 * tap + 1, into: yRow)
        }
        row.differentiate(
          sampler, tapX: taps[tap].x, tapY: taps[tap].y, weights: weightRow, x: xRow, y: yRow,
          weightsGradient: row.scratch(3), xGradient: row.scratch(4), yGradient: row.scratch(5))
        row.write(results.weights, group: tap, from: row.scratch(3))
        if let offsets = results.offsets {
          row.write(offsets, group: 2 * tap, from: row.scratch(4))
          row.write(offsets, group: 2 * tap + 1, from: row.scratch(5))
        }
      }
    }
  }
  return (weightsGradient, offsetsGradient)
}

extension SampledRow {
  @inline(__always)
  fileprivate func write(
    _ groups: ChannelGroups, group: Int, from row: UnsafeMutablePointer<Float>
  ) {
    groups.write(group: group, image: image, blockRow: blockRow, phaseRow: phaseRow, from: row)
  }

  /// One tap's gradients with respect to weight and offsets, from the gradients in the result rows.
  fileprivate func differentiate(
    _ sampler: TapSampler, tapX: Float, tapY: Float, weights: UnsafePointer<Float>,
    x xOffsets: UnsafePointer<Float>, y yOffsets: UnsafePointer<Float>,
    weightsGradient: UnsafeMutablePointer<Float>, xGradient: UnsafeMutablePointer<Float>,
    yGradient: UnsafeMutablePointer<Float>
  ) {
    let first = origin(0)
    let firstGradient = result(0)
    var column = 0
    while column < paddedWidth {
      let (x, y) = (loadFour(xOffsets + column), loadFour(yOffsets + column))
      let position = sampler.position(
        x: sampler.displacement(x, base: tapX), y: sampler.displacement(y, base: tapY))
      var (value, slopeX, slopeY) = (SIMD4<Float>(), SIMD4<Float>(), SIMD4<Float>())
      var (source, gradient) = (first + column &* sampler.step, firstGradient + column)
      for _ in 0..<channels {
        let corners = sampler.corners(at: position, of: source)
        let factor = loadFour(gradient)
        value += factor * corners.interpolated(at: position)
        slopeX += factor * corners.slopeX(at: position)
        slopeY += factor * corners.slopeY(at: position)
        source += planes.planeStride
        gradient += paddedWidth
      }
      let slope = loadFour(weights + column) * sampler.offsetScale
      storeFour(value, weightsGradient + column)
      storeFour(slope * slopeX * sampler.freedom(x, base: tapX), xGradient + column)
      storeFour(slope * slopeY * sampler.freedom(y, base: tapY), yGradient + column)
      column &+= 4
    }
  }
}

/// The gradient with respect to the target: each pixel adds to the samples that it reads.
///
/// Pixels of different rows add to the same samples. Each image is therefore split into bands, and the number
/// of bands depends only on the image. Each band accumulates into separate memory, and the
/// bands are added in order.
private func scatteredTargetGradient(
  _ outputGradient: Tensor, targetShape shape: [Int], groups: SampledGroups,
  geometry: SamplingGeometry
) -> Tensor {
  let (channels, height, width) = (shape[1], shape[2], shape[3])
  let lattice = geometry.lattice
  let (rows, columns) = (outputGradient.shape[2], outputGradient.shape[3])
  guard outputGradient.count > 0 else { return Tensor(zeros: shape) }
  let blockRows = rows / geometry.subsampling
  let margin = geometry.windowRadius + 1
  let bands = max(1, min(8, height / max(16, 4 * margin), blockRows))
  func firstRow(_ band: Int) -> Int { blockRows * band / bands * geometry.subsampling }
  // The number of target rows, in each channel, that the tallest band may add to.
  let bandHeight =
    (blockRows + bands - 1) / bands * geometry.subsampling * lattice.stride + 2 * margin
  let layout = BandLayout(
    margin: margin, pitch: width + 2 * margin, rows: bandHeight, channels: channels)
  let collected = Tensor(zeros: [shape[0] * bands * layout.size])
  outputGradient.withUnsafeSamples { gradient in
    let memory = collected.storage.pointer
    let gradient = gradient.baseAddress!
    Parallel.forEachRange(shape[0] * bands) { range in
      let scratch = UnsafeMutablePointer<Float>.allocate(capacity: 3 * columns)
      scratch.initialize(repeating: 0, count: 3 * columns)
      defer { scratch.deallocate() }
      for index in range {
        let (image, band) = (index / bands, index % bands)
        for y in firstRow(band)..<firstRow(band + 1) {
          spread(
            gradient + (image * channels * rows + y) * columns, planeStride: rows * columns,
            width: columns, groups: groups, image: image, y: y, geometry: geometry, rows: scratch,
            onto: memory + index * layout.size + lattice.column
              + (y - firstRow(band)) * lattice.stride * layout.pitch, layout)
        }
      }
    }
  }
  defer { withExtendedLifetime(collected) {} }
  return Tensor(shape: shape) { result in
    let result = result.baseAddress!
    let memory = collected.storage.pointer
    Parallel.forEachRange(shape[0] * channels) { range in
      for plane in range {
        let (image, channel) = (plane / channels, plane % channels)
        let output = result + plane * height * width
        output.update(repeating: 0, count: height * width)
        for band in 0..<bands {
          let first = firstRow(band)
          let source =
            memory + (image * bands + band) * layout.size + channel * layout.planeSize
          let top = lattice.row + first * lattice.stride - margin
          for row in 0..<(firstRow(band + 1) - first) * lattice.stride + 2 * margin {
            fold(
              source + row * layout.pitch, y: top + row, onto: output, height: height,
              width: width, margin: margin, border: geometry.border)
          }
        }
      }
    }
  }
}

private struct BandLayout {
  let margin: Int
  let pitch: Int
  let rows: Int
  let channels: Int
  var planeSize: Int { rows * pitch }
  var size: Int { channels * planeSize }
}

/// Spreads the gradients of one row. `destination` is the first sample of the margin above it.
private func spread(
  _ gradient: UnsafePointer<Float>, planeStride: Int, width: Int,
  groups: SampledGroups, image: Int, y: Int, geometry: SamplingGeometry,
  rows: UnsafeMutablePointer<Float>,
  onto destination: UnsafeMutablePointer<Float>, _ layout: BandLayout
) {
  let (blockRow, phaseRow) = (y / geometry.subsampling, y % geometry.subsampling)
  let (weights, xOffsets, yOffsets) = (rows, rows + width, rows + 2 * width)
  let radius = Float(geometry.windowRadius)
  for tap in 0..<geometry.tapCount {
    groups.weights.read(
      group: tap, image: image, blockRow: blockRow, phaseRow: phaseRow, into: weights)
    if let offsets = groups.offsets {
      offsets.read(
        group: 2 * tap, image: image, blockRow: blockRow, phaseRow: phaseRow, into: xOffsets)
      offsets.read(
        group: 2 * tap + 1, image: image, blockRow: blockRow, phaseRow: phaseRow, into: yOffsets)
    }
    let base = geometry.tapPosition(tap)
    for column in 0..<width {
      let freeX = base.x + geometry.offsetScale * xOffsets[column]
      let freeY = base.y + geometry.offsetScale * yOffsets[column]
      let x = freeX > radius ? radius : freeX < -radius ? -radius : freeX
      let y = freeY > radius ? radius : freeY < -radius ? -radius : freeY
      // A NaN position spreads NaN around the pixel.
      let left = x.isNaN ? 0 : x.rounded(.down)
      let top = y.isNaN ? 0 : y.rounded(.down)
      let (xFraction, yFraction) = (x - left, y - top)
      let (placeRow, placeColumn) = (
        layout.margin &+ Int(top), layout.margin &+ Int(left) &+ column &* geometry.lattice.stride
      )
      let place = destination + (placeRow &* layout.pitch &+ placeColumn)
      let (lower, upper) = (weights[column] * yFraction, weights[column] * (1 - yFraction))
      for channel in 0..<layout.channels {
        let value = gradient[channel &* planeStride &+ column]
        let corner = place + channel &* layout.planeSize
        corner[0] += value * upper * (1 - xFraction)
        corner[1] += value * upper * xFraction
        corner[layout.pitch] += value * lower * (1 - xFraction)
        corner[layout.pitch &+ 1] += value * lower * xFraction
      }
    }
  }
}

/// Adds an accumulated row with its margins to the plane, according to the border mode.
private func fold(
  _ row: UnsafePointer<Float>, y: Int, onto plane: UnsafeMutablePointer<Float>, height: Int,
  width: Int, margin: Int, border: SamplingBorder
) {
  let inside = min(max(y, 0), height - 1)
  guard border == .replicate || inside == y else { return }
  let destination = plane + inside * width
  for column in 0..<width { destination[column] += row[margin + column] }
  guard border == .replicate else { return }
  for column in 0..<margin {
    destination[0] += row[column]
    destination[width - 1] += row[margin + width + column]
  }
}
