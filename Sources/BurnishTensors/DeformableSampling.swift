import BurnishCore

/// Filters a target with a separate sparse kernel for each pixel, whose taps read at fractional
/// positions.
///
/// The result at pixel p is the sum over taps t of `weights[t] * target(p + tap[t] + offsets[t])`
/// with bilinear interpolation of the target. ``SamplingGeometry`` defines the positions and the reach of the
/// taps. All channels of the target share weights and offsets. A NaN offset makes its pixel's
/// result NaN; an infinite offset reaches the border of the window.
///
/// Source: B. Kim, J. Ponce, B. Ham, "Deformable Kernel Networks for Joint Image Filtering",
/// equations 3 to 6.
/// - Parameters:
///   - target: the image to filter, `[N, C, H, W]`.
///   - weights: `[N, k * k * r * r, H / r, W / r]` for pixel blocks of side r; the channel of tap `t`
///     for row `dy` and column `dx` of a block is `t * r * r + dy * r + dx`.
///   - offsets: `[N, 2 * k * k * r * r, H / r, W / r]`; the channel of axis `a` of tap `t` is
///     `(2 * t + a) * r * r + dy * r + dx`. Axis 0 moves along the row (x, right) and axis 1 along
///     the column (y, down). Without offsets, taps are on the grid.
///   - geometry: the positions of the taps.
/// - Returns: the filtered target, `[N, C, H, W]`. If the geometry has a lattice, only its pixels are
///   computed. H and W are then the lattice's in all shapes except the target's.
package func deformableSample(
  _ target: Tensor, weights: Tensor, offsets: Tensor?, geometry: SamplingGeometry
) -> Tensor {
  checkShapes(target: target, weights: weights, offsets: offsets, geometry: geometry)
  let weights = ChannelGroups(weights, subsampling: geometry.subsampling)
  let offsets = offsets.map { ChannelGroups($0, subsampling: geometry.subsampling) }
  let planes = PaddedPlanes(target, geometry: geometry)
  let sampler = TapSampler(geometry, pitch: planes.pitch)
  let taps = (0..<geometry.tapCount).map(geometry.tapPosition)
  return sampledRows(of: target, planes: planes, geometry: geometry, scratchRows: 3) { row in
    let (weightRow, xRow, yRow) = (row.scratch(0), row.scratch(1), row.scratch(2))
    for tap in 0..<taps.count {
      row.read(weights, group: tap, into: weightRow)
      if let offsets {
        row.read(offsets, group: 2 * tap, into: xRow)
        row.read(offsets, group: 2 * tap + 1, into: yRow)
      }
      row.accumulate(
        sampler, tapX: taps[tap].x, tapY: taps[tap].y, weights: weightRow, x: xRow, y: yRow)
    }
  }
}

func checkShapes(target: Tensor, weights: Tensor, offsets: Tensor?, geometry: SamplingGeometry) {
  let (weightsShape, offsetsShape) = (
    geometry.weightsShape(forTarget: target.shape), geometry.offsetsShape(forTarget: target.shape)
  )
  require(
    weights.shape == weightsShape,
    "weights of shape \(weights.shape) for a target of \(target.shape) must be \(weightsShape)")
  if let offsets {
    require(
      offsets.shape == offsetsShape,
      "offsets of shape \(offsets.shape) for a target of \(target.shape) must be \(offsetsShape)")
  }
}

/// One row of pixels during sampling, with its working memory.
struct SampledRow {
  var image = 0
  var blockRow = 0
  var phaseRow = 0
  let geometry: SamplingGeometry
  let channels: Int
  let planes: PaddedPlanes
  /// The number of pixels in a row of the result.
  let width: Int
  /// The width rounded up to a multiple of four: the length of a row of working memory.
  let paddedWidth: Int
  private let memory: UnsafeMutablePointer<Float>
  private let scratchRows: Int

  init(planes: PaddedPlanes, shape: [Int], geometry: SamplingGeometry, scratchRows: Int) {
    self.planes = planes
    self.geometry = geometry
    self.scratchRows = scratchRows
    channels = shape[1]
    width = shape[3]
    paddedWidth = (width + 3) / 4 * 4
    let count = (channels + scratchRows) * paddedWidth
    memory = .allocate(capacity: count)
    memory.initialize(repeating: 0, count: count)
  }

  func deallocate() { memory.deallocate() }

  /// The row's index in the result.
  var y: Int { blockRow * geometry.subsampling + phaseRow }

  /// The row of the result for a channel.
  @inline(__always)
  func result(_ channel: Int) -> UnsafeMutablePointer<Float> { memory + channel &* paddedWidth }

  /// A row of working memory.
  @inline(__always)
  func scratch(_ index: Int) -> UnsafeMutablePointer<Float> {
    memory + (channels &+ index) &* paddedWidth
  }

  /// The address of the row's first pixel in a channel of the target.
  @inline(__always)
  func origin(_ channel: Int) -> UnsafePointer<Float> {
    planes.pointer + (image * channels + channel) * planes.planeStride
      + (geometry.lattice.row + y * geometry.lattice.stride + planes.margin) * planes.pitch
      + geometry.lattice.column + planes.margin
  }

  @inline(__always)
  func read(_ groups: ChannelGroups, group: Int, into row: UnsafeMutablePointer<Float>) {
    groups.read(
      group: group, image: image, blockRow: blockRow, phaseRow: phaseRow, into: row)
  }

  /// Adds one tap's contribution to the results.
  func accumulate(
    _ sampler: TapSampler, tapX: Float, tapY: Float, weights: UnsafePointer<Float>,
    x xOffsets: UnsafePointer<Float>, y yOffsets: UnsafePointer<Float>
  ) {
    let first = origin(0)
    let firstResult = result(0)
    var column = 0
    while column < paddedWidth {
      let position = sampler.position(
        x: sampler.displacement(loadFour(xOffsets + column), base: tapX),
        y: sampler.displacement(loadFour(yOffsets + column), base: tapY))
      let weight = loadFour(weights + column)
      var (source, sum) = (first + column &* sampler.step, firstResult + column)
      for _ in 0..<channels {
        let value = sampler.corners(at: position, of: source).interpolated(at: position)
        storeFour(loadFour(sum) + weight * value, sum)
        source += planes.planeStride
        sum += paddedWidth
      }
      column &+= 4
    }
  }
}

/// Computes the result of sampling row by row. `body` adds to the results of each row, which
/// start at zero.
func sampledRows(
  of target: Tensor, planes: PaddedPlanes, geometry: SamplingGeometry, scratchRows: Int,
  _ body: (SampledRow) -> Void
) -> Tensor {
  let shape = geometry.outputShape(forTarget: target.shape)
  let (channels, height, width) = (shape[1], shape[2], shape[3])
  return Tensor(shape: shape) { output in
    guard let output = output.baseAddress else { return }
    forEachRow(of: shape, planes: planes, geometry: geometry, scratchRows: scratchRows) { row in
      row.result(0).update(repeating: 0, count: channels * row.paddedWidth)
      body(row)
      for channel in 0..<channels {
        (output + ((row.image * channels + channel) * height + row.y) * width)
          .update(from: row.result(channel), count: width)
      }
    }
  }
}

/// Calls `body` for every row of every image of a result. The rows of a pixel block follow each other.
func forEachRow(
  of shape: [Int], planes: PaddedPlanes, geometry: SamplingGeometry, scratchRows: Int,
  _ body: (SampledRow) -> Void
) {
  guard !shape.contains(0) else { return }
  let blockRows = shape[2] / geometry.subsampling
  Parallel.forEachRange(shape[0] * blockRows) { range in
    var row = SampledRow(
      planes: planes, shape: shape, geometry: geometry, scratchRows: scratchRows)
    defer { row.deallocate() }
    for index in range {
      row.image = index / blockRows
      row.blockRow = index % blockRows
      for phaseRow in 0..<geometry.subsampling {
        row.phaseRow = phaseRow
        body(row)
      }
    }
  }
}
