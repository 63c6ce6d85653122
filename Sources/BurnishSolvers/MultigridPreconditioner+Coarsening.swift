extension GridShape {
  /// The grid of the pixels of even rows and columns.
  var halved: GridShape { GridShape(height: (height + 1) / 2, width: (width + 1) / 2) }
}

/// The interpolation weights in memory. Each fine pixel has four, for the coarse pixels above to the left,
/// above to the right, below to the left, and below to the right.
struct InterpolationWeights {
  private let planes:
    (UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>)

  init(_ planes: [UnsafePointer<Float>]) {
    self.planes = (planes[0], planes[1], planes[2], planes[3])
  }

  subscript(corner: Int) -> UnsafePointer<Float> {
    @inline(__always) get {
      switch corner {
      case 0: planes.0
      case 1: planes.1
      case 2: planes.2
      default: planes.3
      }
    }
  }

  /// Calls `body` for every fine pixel that a coarse pixel contributes to, with the fine pixel's place
  /// and the weight. Outside the image the weight is 0, from the frame.
  @inline(__always)
  func forEachFine(
    around x: Int, _ y: Int, in fine: GridShape, _ body: (_ place: Int, _ weight: Float) -> Void
  ) {
    let center = fine.start(ofRow: 2 * y) + 2 * x
    let (up, down) = (center - fine.pitch, center + fine.pitch)
    // The coarse pixel lies to the right of a fine pixel on the left, and below a fine pixel above.
    body(up - 1, planes.3[up - 1])
    body(up, planes.2[up])
    body(up + 1, planes.2[up + 1])
    body(center - 1, planes.1[center - 1])
    body(center, planes.0[center])
    body(center + 1, planes.0[center + 1])
    body(down - 1, planes.1[down - 1])
    body(down, planes.0[down])
    body(down + 1, planes.0[down + 1])
  }
}

func withInterpolationWeights<Result>(
  _ grids: [PaddedGrid], _ body: (InterpolationWeights) -> Result
) -> Result {
  grids[0].withUnsafeSamples { a in
    grids[1].withUnsafeSamples { b in
      grids[2].withUnsafeSamples { c in
        grids[3].withUnsafeSamples { d in body(InterpolationWeights([a, b, c, d])) }
      }
    }
  }
}

extension NinePointOperator {
  /// The factors that a smoothing step multiplies residuals by: 0.8 over the diagonal, or less where
  /// strong couplings could make errors grow. For a pixel without couplings, the factor solves exactly.
  func damping() -> PaddedGrid {
    var result = PaddedGrid(planes: 1, shape: shape)
    withCoefficients { a in
      result.mutateRows { _, y, row in
        let start = shape.start(ofRow: y)
        for x in 0..<shape.width {
          let place = start + x
          let couplings = a.couplings(at: place)
          let magnitude = couplings.replacing(with: -couplings, where: couplings .< 0).sum()
          let diagonal = a.diagonal[place]
          let scale =
            magnitude == 0 ? diagonal : max(diagonal / 0.8, 0.51 * (diagonal + magnitude))
          row[x] = scale > 0 ? 1 / scale : 0
        }
      }
    }
    return result
  }

  /// The weights that interpolate the pixels between coarse ones so that the operator maps them to 0.
  ///
  /// On coarse rows and columns, the couplings to each side are summed across. Elsewhere all couplings
  /// count. A coarse pixel without couplings takes no part, because smoothing solves for it.
  func interpolation() -> [PaddedGrid] {
    var planes = (0..<4).map { _ in [Float](repeating: 0, count: shape.height * shape.width) }
    let (height, width) = (shape.height, shape.width)
    /// The shares of two sides, or 0 if the sides are not coupled to the pixel.
    func shares(_ first: Float, _ second: Float, of whole: Float, diagonal: Float) -> (Float, Float)
    {
      whole > 1e-4 * diagonal ? (-first / whole, -second / whole) : (0, 0)
    }
    withCoefficients { a in
      func along(_ y: Int, _ x: Int) -> (left: Float, right: Float) {
        let c = a.couplings(at: shape.start(ofRow: y) + x)
        let diagonal = a.diagonal[shape.start(ofRow: y) + x]
        return shares(
          c[0] + c[3] + c[5], c[2] + c[4] + c[7], of: diagonal + c[1] + c[6], diagonal: diagonal)
      }
      func down(_ y: Int, _ x: Int) -> (above: Float, below: Float) {
        let c = a.couplings(at: shape.start(ofRow: y) + x)
        let diagonal = a.diagonal[shape.start(ofRow: y) + x]
        return shares(
          c[0] + c[1] + c[2], c[5] + c[6] + c[7], of: diagonal + c[3] + c[4], diagonal: diagonal)
      }
      for y in 0..<height {
        for x in 0..<width {
          let index = y * width + x
          switch (y % 2, x % 2) {
          case (0, 0): planes[0][index] = 1
          case (0, _): (planes[0][index], planes[1][index]) = along(y, x)
          case (_, 0): (planes[0][index], planes[2][index]) = down(y, x)
          default:
            let c = a.couplings(at: shape.start(ofRow: y) + x)
            let diagonal = a.diagonal[shape.start(ofRow: y) + x]
            guard diagonal > 0 else { continue }
            let (above, left) = (along(y - 1, x), down(y, x - 1))
            let below = y + 1 < height ? along(y + 1, x) : (0, 0)
            let right = x + 1 < width ? down(y, x + 1) : (0, 0)
            planes[0][index] = -(c[0] + c[1] * above.left + c[3] * left.above) / diagonal
            planes[1][index] = -(c[2] + c[1] * above.right + c[4] * right.0) / diagonal
            planes[2][index] = -(c[5] + c[6] * below.0 + c[3] * left.below) / diagonal
            planes[3][index] = -(c[7] + c[6] * below.1 + c[4] * right.1) / diagonal
          }
        }
      }
      // Remove the weights of coarse pixels without couplings.
      for y in stride(from: 0, to: height, by: 2) {
        for x in stride(from: 0, to: width, by: 2)
        where a.couplings(at: shape.start(ofRow: y) + x) == .zero {
          for (row, column) in (0..<9).map({ (y + $0 / 3 - 1, x + $0 % 3 - 1) })
          where (0..<height).contains(row) && (0..<width).contains(column) {
            // The coarse pixel lies below a fine pixel above, and to the right of one on the left.
            planes[(row < y ? 2 : 0) + (column < x ? 1 : 0)][row * width + column] = 0
          }
        }
      }
    }
    return planes.map { plane in
      plane.withUnsafeBufferPointer {
        PaddedGrid(planes: 1, shape: shape, samples: $0.baseAddress!)
      }
    }
  }

  /// The operator on the coarser grid, `P'A P`.
  func coarsened(_ interpolation: [PaddedGrid]) -> NinePointOperator {
    let coarse = shape.halved
    var result = Coefficients(height: coarse.height, width: coarse.width)
    withInterpolationWeights(interpolation) { weights in
      withCoefficients { a in
        for y in 0..<coarse.height {
          for x in 0..<coarse.width {
            let sums = coarseCoefficients(y, x, a, weights)
            let index = y * coarse.width + x
            result.diagonal[index] = sums[4]
            result.east[index] = sums[5]
            result.southWest[index] = sums[6]
            result.south[index] = sums[7]
            result.southEast[index] = sums[8]
          }
        }
      }
    }
    return NinePointOperator(result)
  }

  /// The coefficients that couple a coarse pixel to the 3 x 3 pixels around it, row by row, in the
  /// first nine lanes.
  private func coarseCoefficients(
    _ y: Int, _ x: Int, _ a: Pointers, _ weights: InterpolationWeights
  ) -> SIMD16<Float> {
    var sums = SIMD16<Float>.zero
    weights.forEachFine(around: x, y, in: shape) { place, weight in
      guard weight != 0 else { return }
      let couplings = a.couplings(at: place)
      // The row and column of the fine pixel, relative to the one that the coarse pixel lies on.
      let offset = place - shape.start(ofRow: 2 * y) - 2 * x
      let row = offset < -1 ? -1 : offset > 1 ? 1 : 0
      let column = offset - row * shape.pitch
      func add(_ dy: Int, _ dx: Int, _ coupling: Float) {
        guard coupling != 0 else { return }
        let (fineRow, fineColumn) = (row + dy, column + dx)
        let neighbor = place + dy * shape.pitch + dx
        // The coarse pixel above to the left of it, relative to this one; the division rounds down.
        let (top, left) = (fineRow >> 1, fineColumn >> 1)
        for corner in 0..<4 {
          let share = weights[corner][neighbor]
          guard share != 0 else { continue }
          let (coarseRow, coarseColumn) = (top + corner / 2, left + corner % 2)
          sums[(coarseRow + 1) * 3 + coarseColumn + 1] += weight * coupling * share
        }
      }
      add(0, 0, a.diagonal[place])
      add(-1, -1, couplings[0])
      add(-1, 0, couplings[1])
      add(-1, 1, couplings[2])
      add(0, -1, couplings[3])
      add(0, 1, couplings[4])
      add(1, -1, couplings[5])
      add(1, 0, couplings[6])
      add(1, 1, couplings[7])
    }
    return sums
  }
}

extension NinePointOperator.Pointers {
  /// The coefficients that couple a pixel to its neighbors: above to the left, above, above to the
  /// right, left, right, below to the left, below, below to the right.
  @inline(__always)
  func couplings(at place: Int) -> SIMD8<Float> {
    SIMD8(
      southEast[place - shape.pitch - 1], south[place - shape.pitch],
      southWest[place - shape.pitch + 1], east[place - 1], east[place], southWest[place],
      south[place], southEast[place])
  }
}
