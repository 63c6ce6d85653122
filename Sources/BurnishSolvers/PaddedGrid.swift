import BurnishTensors

/// The memory layout of a plane inside a frame of zeros one sample wide. Code can read neighbors
/// without border checks.
struct GridShape: Sendable, Hashable {
  let height: Int
  let width: Int

  /// The number of samples from one row to the next.
  var pitch: Int { width + 2 }
  /// The number of samples in a plane with its frame.
  var area: Int { (height + 2) * pitch }

  /// The index of a row's first sample after the frame.
  func start(ofRow row: Int) -> Int { (row + 1) * pitch + 1 }
}

/// Planes of samples, each in a frame of zeros.
struct PaddedGrid: Sendable {
  let shape: GridShape
  let planes: Int
  private var samples: [Float]

  /// Makes planes of zeros.
  init(planes: Int, shape: GridShape) {
    (self.planes, self.shape) = (planes, shape)
    samples = [Float](repeating: 0, count: planes * shape.area)
  }

  /// Copies planes of row-major samples.
  init(planes: Int, shape: GridShape, samples source: UnsafePointer<Float>) {
    self.init(planes: planes, shape: shape)
    mutateRows { plane, y, row in
      row.update(from: source + (plane * shape.height + y) * shape.width, count: shape.width)
    }
  }

  /// Copies the planes of `[N, C, H, W]`.
  init(_ tensor: Tensor) {
    let shape = GridShape(height: tensor.shape[2], width: tensor.shape[3])
    let planes = tensor.shape[0] * tensor.shape[1]
    self = tensor.withUnsafeSamples {
      PaddedGrid(planes: planes, shape: shape, samples: $0.baseAddress!)
    }
  }

  /// The samples without frames, in a shape of the same count.
  func tensor(shape result: [Int]) -> Tensor {
    withUnsafeSamples { source in
      Tensor(shape: result) { target in
        for row in 0..<planes * shape.height {
          let (plane, y) = row.quotientAndRemainder(dividingBy: shape.height)
          (target.baseAddress! + row * shape.width).update(
            from: source + plane * shape.area + shape.start(ofRow: y), count: shape.width)
        }
      }
    }
  }

  func withUnsafeSamples<Result>(_ body: (UnsafePointer<Float>) -> Result) -> Result {
    samples.withUnsafeBufferPointer { body($0.baseAddress!) }
  }

  /// Calls `body` in parallel for every row of every plane, with the row's mutable samples.
  mutating func mutateRows(
    _ body: (_ plane: Int, _ y: Int, _ row: UnsafeMutablePointer<Float>) -> Void
  ) {
    let (shape, planes) = (shape, planes)
    samples.withUnsafeMutableBufferPointer { samples in
      let samples = samples.baseAddress!
      Parallel.forEachRange(planes * shape.height, grain: max(1, 8192 / shape.width)) { rows in
        for row in rows {
          let (plane, y) = row.quotientAndRemainder(dividingBy: shape.height)
          body(plane, y, samples + plane * shape.area + shape.start(ofRow: y))
        }
      }
    }
  }
}
