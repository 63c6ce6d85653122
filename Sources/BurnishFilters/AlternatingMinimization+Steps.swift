import BurnishTensors

extension AlternatingMinimization {
  /// The sums over pixels that make up energies and residuals.
  struct Sums {
    /// `‖u − f‖²`.
    var distance = 0.0
    /// `‖D u − v‖²`.
    var coupling = 0.0
    /// `Σ φ(|D u|)`.
    var penalty = 0.0
    /// `‖b − A u‖²`.
    var residual = 0.0
    /// `‖b‖²`.
    var rightHandSide = 0.0

    /// The quadratic terms of the split energy.
    func quadratic(_ weight: Float, _ beta: Float) -> Double {
      (Double(weight) * distance + Double(beta) * coupling) / 2
    }

    func energy(_ weight: Float) -> Double { Double(weight) * distance / 2 + penalty }

    var relativeResidual: Double {
      rightHandSide > 0 ? (residual / rightHandSide).squareRoot() : 0
    }

    static func += (total: inout Sums, other: Sums) {
      total.distance += other.distance
      total.coupling += other.coupling
      total.penalty += other.penalty
      total.residual += other.residual
      total.rightHandSide += other.rightHandSide
    }
  }

  /// The v-step.
  ///
  /// - Returns: v, `[1, 2 C, H, W]`, with the rightward differences of all channels before the downward ones;
  ///   and the sum of φ(|v|).
  package func thresholded(_ u: Tensor, beta: Float) -> (v: Tensor, penalty: Double) {
    let planes = Planes(u)
    let (height, width, area) = (planes.height, planes.width, planes.area)
    var penalties = [Double](repeating: 0, count: height)
    let v = u.withUnsafeSamples { u in
      Tensor(shape: [1, 2 * planes.channels, height, width]) { v in
        let (u, v) = (u.baseAddress!, v.baseAddress!)
        forEachRow(&penalties, width: width, buffers: 2) { y, buffers in
          let (squares, scratch) = (buffers, buffers + width)
          squares.update(repeating: 0, count: width)
          for channel in 0..<planes.channels {
            let right = v + channel * area + y * width
            let down = right + planes.channels * area
            planes.differences(u + channel * area, y, right: right, down: down)
            for x in 0..<width { squares[x] += right[x] * right[x] + down[x] * down[x] }
          }
          let penalty = self.penalty.shrink(squares, count: width, beta: beta, scratch: scratch)
          for plane in 0..<2 * planes.channels {
            let row = v + plane * area + y * width
            for x in 0..<width { row[x] *= squares[x] }
          }
          return penalty
        }
      }
    }
    return (v, penalties.reduce(0, +))
  }

  /// The residual `b − A u` of u for a given v, with `A = λ + β D'D` and `b = λ f + β D'v`, and the sums.
  ///
  /// - Returns: the residual in the shape of `u`.
  func state(
    _ u: Tensor, _ v: Tensor, _ f: Tensor, beta: Float
  ) -> (residual: Tensor, sums: Sums) {
    let planes = Planes(u)
    let (height, width, area) = (planes.height, planes.width, planes.area)
    let lambda = weight
    var sums = [Sums](repeating: Sums(), count: height)
    let residual = u.withUnsafeSamples { u in
      v.withUnsafeSamples { v in
        f.withUnsafeSamples { f in
          Tensor(shape: planes.shape) { residual in
            let (u, v, f) = (u.baseAddress!, v.baseAddress!, f.baseAddress!)
            let residual = residual.baseAddress!
            forEachRow(&sums, width: width, buffers: 6) { y, buffers in
              let squares = buffers
              let (right, down, above) = (
                buffers + width, buffers + 2 * width, buffers + 3 * width
              )
              let (image, rightHandSide) = (buffers + 4 * width, buffers + 5 * width)
              squares.update(repeating: 0, count: width)
              var sums = Sums()
              for channel in 0..<planes.channels {
                let u = u + channel * area
                let row = y * width
                let (vRight, vDown) = (
                  v + channel * area + row, v + (planes.channels + channel) * area + row
                )
                let f = f + channel * area + row
                let result = residual + channel * area + row
                // The downward v − D u of the row above.
                if y > 0 {
                  let (upper, vAbove) = (u + row - width, vDown - width)
                  for x in 0..<width { above[x] = vAbove[x] - (upper[x + width] - upper[x]) }
                } else {
                  above.update(repeating: 0, count: width)
                }
                planes.differences(u, y, right: right, down: down)
                for x in 0..<width {
                  squares[x] += right[x] * right[x] + down[x] * down[x]
                  right[x] = vRight[x] - right[x]
                  down[x] = vDown[x] - down[x]
                  image[x] = f[x] - u[row + x]
                }
                for x in 0..<width {
                  result[x] = lambda * image[x] + beta * ((above[x] - down[x]) - right[x])
                  rightHandSide[x] = lambda * f[x] - beta * (vDown[x] + vRight[x])
                }
                for x in 1..<max(1, width) {
                  result[x] += beta * right[x - 1]
                  rightHandSide[x] += beta * vRight[x - 1]
                }
                if y > 0 {
                  let vAbove = vDown - width
                  for x in 0..<width { rightHandSide[x] += beta * vAbove[x] }
                }
                sums.distance += sum(width) { image[$0] * image[$0] }
                sums.coupling += sum(width) { right[$0] * right[$0] + down[$0] * down[$0] }
                sums.residual += sum(width) { result[$0] * result[$0] }
                sums.rightHandSide += sum(width) { rightHandSide[$0] * rightHandSide[$0] }
              }
              sums.penalty = penalty.sum(ofSquares: squares, count: width)
              return sums
            }
          }
        }
      }
    }
    var total = Sums()
    for sum in sums { total += sum }
    return (residual, total)
  }

  /// Calls `body` in parallel for every row, with `buffers` rows of memory.
  ///
  /// - Parameter results: the values that `body` returns, row by row. Sums over them do not depend on the
  ///   number of threads.
  private func forEachRow<Value>(
    _ results: inout [Value], width: Int, buffers: Int,
    _ body: (_ y: Int, _ buffers: UnsafeMutablePointer<Float>) -> Value
  ) {
    results.withUnsafeMutableBufferPointer { results in
      let (values, height) = (results.baseAddress!, results.count)
      Parallel.forEachRange(height, grain: max(1, 8192 / width)) { rows in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: buffers * width) { memory in
          for y in rows { values[y] = body(y, memory.baseAddress!) }
        }
      }
    }
  }
}

/// The extents of an image and its differences.
private struct Planes {
  let shape: [Int]
  let channels: Int
  let height: Int
  let width: Int

  var area: Int { height * width }

  init(_ image: Tensor) {
    shape = image.shape
    (channels, height, width) = (shape[1], shape[2], shape[3])
  }

  /// The differences of a plane's row to the right and lower neighbors, or 0 at the borders.
  func differences(
    _ plane: UnsafePointer<Float>, _ y: Int, right: UnsafeMutablePointer<Float>,
    down: UnsafeMutablePointer<Float>
  ) {
    let row = plane + y * width
    writeForwardDifferences(
      ofRow: row, below: y + 1 < height ? row + width : nil, width: width, along: right, down: down)
  }
}
