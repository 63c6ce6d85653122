import BurnishCore

/// The sample that ``maxPooled()`` took from each 2 x 2 square.
public struct PoolingSwitches: Sendable {
  /// The shape of the pooled tensor, `[N, C, H, W]`.
  public let inputShape: [Int]
  /// The shape of the result, `[N, C, H / 2, W / 2]`, rounded down.
  public var outputShape: [Int] {
    [inputShape[0], inputShape[1], inputShape[2] / 2, inputShape[3] / 2]
  }
  /// The position `2 * row + column` of the sample taken, for each sample of the result in memory order.
  fileprivate let places: [UInt8]
  /// The number of innermost channels: 16, or 1 for plain tensors.
  fileprivate let lanes: Int

  /// The tensor in the memory order of the positions.
  fileprivate func matching(_ tensor: Tensor) -> Tensor {
    lanes == 1 ? tensor.plain() : tensor.inLayout(.channels16(tensor.shape))
  }

  fileprivate func uninitialized(_ shape: [Int]) -> Tensor {
    .uninitialized(shape: shape, layout: lanes == 1 ? .plain(shape) : .channels16(shape))
  }
}

extension Tensor {
  /// The largest sample of each 2 x 2 square of images `[N, C, H, W]`, and its position.
  ///
  /// The first of equal samples in row-major order counts. A NaN sample, if any, counts as the largest.
  /// The last row and column of an odd extent are left out.
  ///
  /// - Returns: the result, `[N, C, H / 2, W / 2]`, and the switches for
  ///   ``maxPool2x2Gradient(_:switches:)`` and ``maxUnpooled(_:)``.
  public func maxPooled() -> (output: Tensor, switches: PoolingSwitches) {
    require(self.shape.count == 4, "images [N, C, H, W] were expected, not \(self.shape)")
    let lanes = isChannels16 ? 16 : 1
    let input = lanes == 16 ? self : plain()
    let shape = input.shape
    let (height, width) = (shape[2] / 2, shape[3] / 2)
    let outputShape = [shape[0], shape[1], height, width]
    let output = Tensor.uninitialized(
      shape: outputShape, layout: lanes == 1 ? .plain(outputShape) : .channels16(outputShape))
    let (from, to) = (UnsafePointer(input.storage.pointer), output.storage.pointer)
    let rowLength = shape[3] * lanes
    let places = [UInt8](unsafeUninitializedCapacity: output.count) { places, count in
      count = output.count
      guard count > 0 else { return }
      let places = places.baseAddress!
      Parallel.forEachRange(shape[0] * shape[1] / lanes * height, grain: 8) { range in
        for row in range {
          let (plane, y) = (row / height, row % height)
          let top = from + (plane * shape[2] + 2 * y) * rowLength
          let (result, place) = (to + row * width * lanes, places + row * width * lanes)
          if lanes == 16 {
            poolRow(top, top + rowLength, lanes: 16, result, place, count: width)
          } else {
            poolRow(top, top + rowLength, lanes: 1, result, place, count: width)
          }
        }
      }
    }
    withExtendedLifetime(input) {}
    return (output, PoolingSwitches(inputShape: shape, places: places, lanes: lanes))
  }
}

/// Pools two rows. It is inlined for each number of lanes so that the compiler knows the number.
@inline(__always)
private func poolRow(
  _ top: UnsafePointer<Float>, _ bottom: UnsafePointer<Float>, lanes: Int,
  _ result: UnsafeMutablePointer<Float>, _ places: UnsafeMutablePointer<UInt8>, count: Int
) {
  for column in 0..<count {
    for lane in 0..<lanes {
      let left = 2 &* column &* lanes &+ lane
      let right = left &+ lanes
      var (best, chosen) = (top[left], UInt8(0))
      choose(top[right], 1, &best, &chosen)
      choose(bottom[left], 2, &best, &chosen)
      choose(bottom[right], 3, &best, &chosen)
      let index = column &* lanes &+ lane
      result[index] = best
      places[index] = chosen
    }
  }
}

@inline(__always)
private func choose(_ value: Float, _ place: UInt8, _ best: inout Float, _ chosen: inout UInt8) {
  let better = value > best || value != value
  best = better ? value : best
  chosen = better ? place : chosen
}

/// The gradient of ``maxPooled()``: each sample's gradient goes to the position of the sample taken.
/// - Parameter outputGradient: the gradient in the result's shape.
/// - Returns: a tensor of the input's shape.
package func maxPool2x2Gradient(_ outputGradient: Tensor, switches: PoolingSwitches) -> Tensor {
  outputGradient.maxUnpooled(switches)
}

extension Tensor {
  /// Returns each sample to the position in its 2 x 2 square that pooling took it from. The other
  /// positions are zero. The tensor has the shape of the pooling's result.
  /// - Parameter switches: the positions that the pooling took.
  /// - Returns: a tensor of the pooling's input shape.
  public func maxUnpooled(_ switches: PoolingSwitches) -> Tensor {
    require(
      self.shape == switches.outputShape,
      "a tensor of shape \(self.shape) does not fit switches of shape \(switches.outputShape)")
    let input = switches.matching(self)
    let output = switches.uninitialized(switches.inputShape)
    let lanes = switches.lanes
    let (height, width) = (switches.inputShape[2], switches.inputShape[3])
    let (pooledHeight, pooledWidth) = (height / 2, width / 2)
    let (from, to) = (UnsafePointer(input.storage.pointer), output.storage.pointer)
    switches.places.withUnsafeBufferPointer { places in
      let planes = switches.inputShape[0] * switches.inputShape[1] / lanes
      Parallel.forEachRange(planes * height, grain: 8) { range in
        for row in range {
          let (plane, y) = (row / height, row % height)
          let result = to + row * width * lanes
          result.update(repeating: 0, count: width * lanes)
          guard y / 2 < pooledHeight else { continue }
          let start = (plane * pooledHeight + y / 2) * pooledWidth * lanes
          let place = UInt8(2 * (y % 2))
          let (values, places) = (from + start, places.baseAddress! + start)
          if lanes == 16 {
            unpoolRow(values, places, lanes: 16, to: result, row: place, count: pooledWidth)
          } else {
            unpoolRow(values, places, lanes: 1, to: result, row: place, count: pooledWidth)
          }
        }
      }
    }
    withExtendedLifetime(input) {}
    return output
  }
}

/// Writes a row of squares; `row` is the position of its first sample in them, 0 or 2.
@inline(__always)
private func unpoolRow(
  _ values: UnsafePointer<Float>, _ places: UnsafePointer<UInt8>, lanes: Int,
  to result: UnsafeMutablePointer<Float>, row: UInt8, count: Int
) {
  for column in 0..<count {
    for lane in 0..<lanes {
      let index = column &* lanes &+ lane
      let left = 2 &* column &* lanes &+ lane
      // Reading unconditionally lets the compiler vectorize.
      let (value, place) = (values[index], places[index])
      result[left] = place == row ? value : 0
      result[left &+ lanes] = place == row &+ 1 ? value : 0
    }
  }
}

/// The gradient of ``maxUnpooled(_:)``: the samples at the positions of the switches.
/// - Parameter outputGradient: the gradient in the pooling's input shape.
/// - Returns: a tensor of the pooling's output shape.
package func maxUnpool2x2Gradient(_ outputGradient: Tensor, switches: PoolingSwitches) -> Tensor {
  require(
    outputGradient.shape == switches.inputShape,
    "a gradient of shape \(outputGradient.shape) does not fit switches for \(switches.inputShape)")
  let gradient = switches.matching(outputGradient)
  let output = switches.uninitialized(switches.outputShape)
  let lanes = switches.lanes
  let (height, width) = (switches.inputShape[2], switches.inputShape[3])
  let (pooledHeight, pooledWidth) = (height / 2, width / 2)
  let (from, to) = (UnsafePointer(gradient.storage.pointer), output.storage.pointer)
  switches.places.withUnsafeBufferPointer { places in
    let planes = switches.inputShape[0] * switches.inputShape[1] / lanes
    Parallel.forEachRange(planes * pooledHeight, grain: 8) { range in
      for row in range {
        let (plane, y) = (row / pooledHeight, row % pooledHeight)
        let top = from + (plane * height + 2 * y) * width * lanes
        for column in 0..<pooledWidth {
          for lane in 0..<lanes {
            let index = (row &* pooledWidth &+ column) &* lanes &+ lane
            let place = Int(places[index])
            let (placeRow, placeColumn) = (place >> 1, place & 1)
            let offset = placeRow &* width &+ 2 &* column &+ placeColumn
            to[index] = top[offset &* lanes &+ lane]
          }
        }
      }
    }
  }
  withExtendedLifetime(gradient) {}
  return output
}
