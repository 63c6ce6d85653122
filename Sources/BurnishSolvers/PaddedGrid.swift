import BurnishTensors

/// The places of a plane's samples in memory, with a frame of zeros one sample wide around them, so
/// that neighbors can be read without a test for borders.
struct GridShape: Sendable, Hashable {
  let height: Int
  let width: Int

  /// The number of samples from one row to the next.
  var pitch: Int { width + 2 }
  /// The number of samples of a plane with its frame.
  var area: Int { (height + 2) * pitch }

  /// Where a row begins, behind its frame.
  func start(ofRow row: Int) -> Int { (row + 1) * pitch + 1 }
}

/// Planes of samples in frames of zeros.
struct PaddedGrid: Sendable {
  let shape: GridShape
  let planes: Int
  private var samples: [Float]

  /// Zeros.
  init(planes: Int, shape: GridShape) {
    (self.planes, self.shape) = (planes, shape)
    samples = [Float](repeating: 0, count: planes * shape.area)
  }

  /// The planes of row-major samples.
  init(planes: Int, shape: GridShape, samples source: UnsafePointer<Float>) {
    self.init(planes: planes, shape: shape)
    mutateRows { plane, y, row in
      row.update(from: source + (plane * shape.height + y) * shape.width, count: shape.width)
    }
  }

  /// The planes of `[N, C, H, W]`.
  init(_ tensor: Tensor) {
    let shape = GridShape(height: tensor.shape[2], width: tensor.shape[3])
    let planes = tensor.shape[0] * tensor.shape[1]
    self = tensor.withUnsafeSamples {
      PaddedGrid(planes: planes, shape: shape, samples: $0.baseAddress!)
    }
  }

  /// The samples without their frames, in a shape of as many.
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

  /// Calls `body` for every row of every plane, shared out over the threads, with the row's samples
  /// to be changed.
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
