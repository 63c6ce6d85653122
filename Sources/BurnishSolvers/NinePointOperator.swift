import BurnishCore
import BurnishTensors

/// A symmetric operator on images that couples each pixel to its eight neighbors.
///
/// `(A u)(p) = diagonal(p) u(p) + Σ coupling(p, q) u(q)` over the neighbors q of p inside the image.
/// In a five-point operator, the couplings to diagonal neighbors are 0.
public struct NinePointOperator: AdjointOperator {
  /// The coefficients, each a plane of `height` rows and `width` columns.
  public struct Coefficients: Sendable {
    public let height: Int
    public let width: Int
    /// The coefficient of each pixel itself.
    public var diagonal: [Float]
    /// Between a pixel and its neighbor to the right. Here and below, entries without a neighbor
    /// inside the image are ignored.
    public var east: [Float]
    /// Between a pixel and its neighbor below.
    public var south: [Float]
    /// Between a pixel and its neighbor below to the right.
    public var southEast: [Float]
    /// Between a pixel and its neighbor below to the left.
    public var southWest: [Float]

    /// Makes coefficients that are all 0.
    public init(height: Int, width: Int) {
      require(height > 0 && width > 0, "there is no operator on \(width)x\(height) pixels")
      (self.height, self.width) = (height, width)
      diagonal = [Float](repeating: 0, count: height * width)
      (east, south, southEast, southWest) = (diagonal, diagonal, diagonal, diagonal)
    }
  }

  let shape: GridShape
  let diagonal: PaddedGrid
  let east: PaddedGrid
  let south: PaddedGrid
  let southEast: PaddedGrid
  let southWest: PaddedGrid

  public init(_ coefficients: Coefficients) {
    let (height, width) = (coefficients.height, coefficients.width)
    let shape = GridShape(height: height, width: width)
    /// A padded plane, with zeros where a coupling would leave the image.
    func plane(_ values: [Float], dx: Int, dy: Int) -> PaddedGrid {
      require(
        values.count == height * width, "\(values.count) coefficients for \(width)x\(height) pixels"
      )
      var grid = values.withUnsafeBufferPointer {
        PaddedGrid(planes: 1, shape: shape, samples: $0.baseAddress!)
      }
      grid.mutateRows { _, y, row in
        if y + dy >= height { row.update(repeating: 0, count: width) }
        if dx > 0 { row[width - 1] = 0 }
        if dx < 0 { row[0] = 0 }
      }
      return grid
    }
    self.shape = shape
    diagonal = plane(coefficients.diagonal, dx: 0, dy: 0)
    east = plane(coefficients.east, dx: 1, dy: 0)
    south = plane(coefficients.south, dx: 0, dy: 1)
    southEast = plane(coefficients.southEast, dx: 1, dy: 1)
    southWest = plane(coefficients.southWest, dx: -1, dy: 1)
  }

  /// - Parameter x: `[N, C, H, W]`.
  /// - Returns: `[N, C, H, W]`.
  public func apply(_ x: Tensor) -> Tensor {
    require(
      x.shape.count == 4 && x.shape[2] == shape.height && x.shape[3] == shape.width,
      "an operator on \(shape.width)x\(shape.height) pixels has no image of \(x.shape)")
    return map(PaddedGrid(x)) { row in
      row.result.update(from: row.image, count: shape.width)
    }.tensor(shape: x.shape)
  }

  public func applyAdjoint(_ y: Tensor) -> Tensor { apply(y) }

  /// A row of a grid and the operator's output for it.
  struct Row {
    /// The row's index in its plane.
    let y: Int
    /// The index of the row's first sample in any grid of the same shape.
    let place: Int
    /// The index of the row's first sample in any plane of the same size.
    let start: Int
    /// The row's samples.
    let x: UnsafePointer<Float>
    /// The operator's output for the row.
    let image: UnsafePointer<Float>
    /// The row to write.
    let result: UnsafeMutablePointer<Float>
  }

  /// Makes a grid, row by row, from another grid and the operator's output for it.
  func map(_ grid: PaddedGrid, _ body: (Row) -> Void) -> PaddedGrid {
    var result = PaddedGrid(planes: grid.planes, shape: shape)
    grid.withUnsafeSamples { x in
      withCoefficients { coefficients in
        result.mutateRows { plane, y, target in
          withUnsafeTemporaryAllocation(of: Float.self, capacity: shape.width) { image in
            let (image, start) = (image.baseAddress!, shape.start(ofRow: y))
            let place = plane * shape.area + start
            coefficients.image(of: x + place, start: start, into: image)
            body(
              Row(
                y: y, place: place, start: start, x: x + place, image: UnsafePointer(image),
                result: target))
          }
        }
      }
    }
    return result
  }

  /// The coefficients in memory.
  struct Pointers {
    let shape: GridShape
    let diagonal: UnsafePointer<Float>
    let east: UnsafePointer<Float>
    let south: UnsafePointer<Float>
    let southEast: UnsafePointer<Float>
    let southWest: UnsafePointer<Float>

    /// Applies the operator to the row that begins at `x`.
    ///
    /// The compiler vectorizes three passes of a few streams each, but not one pass of nine streams.
    @inline(__always)
    func image(
      of x: UnsafePointer<Float>, start: Int, into image: UnsafeMutablePointer<Float>
    ) {
      let (width, pitch) = (shape.width, shape.pitch)
      let (c, e) = (diagonal + start, east + start)
      for i in 0..<width { image[i] = c[i] * x[i] + (e[i] * x[i + 1] + e[i - 1] * x[i - 1]) }
      let below = x + pitch
      let (s, se, sw) = (south + start, southEast + start, southWest + start)
      for i in 0..<width {
        image[i] += s[i] * below[i] + (se[i] * below[i + 1] + sw[i] * below[i - 1])
      }
      let above = x - pitch
      let (n, nw, ne) = (s - pitch, se - pitch - 1, sw - pitch + 1)
      for i in 0..<width {
        image[i] += n[i] * above[i] + (nw[i] * above[i - 1] + ne[i] * above[i + 1])
      }
    }
  }

  func withCoefficients<Result>(_ body: (Pointers) -> Result) -> Result {
    diagonal.withUnsafeSamples { diagonal in
      east.withUnsafeSamples { east in
        south.withUnsafeSamples { south in
          southEast.withUnsafeSamples { southEast in
            southWest.withUnsafeSamples { southWest in
              body(
                Pointers(
                  shape: shape, diagonal: diagonal, east: east, south: south,
                  southEast: southEast, southWest: southWest))
            }
          }
        }
      }
    }
  }
}
