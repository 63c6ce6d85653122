import BurnishCore
import BurnishTensors

/// A square part of a frame, mirrored and turned.
///
/// A crop is treated as an image of its own, borders included, as test images are.
struct Crop {
  let size: Int
  private let top, left: Int
  private let mirrored, upsideDown: Bool
  private let quarterTurns: Int
  private let width: Int

  /// - Parameters:
  ///   - width: of the frame.
  ///   - height: of the frame.
  ///   - alignment: the crop starts at multiples of this.
  init(
    random: inout RandomNumbers, width: Int, height: Int, data: Recipe.TrainingData,
    alignment: Int = 1
  ) {
    func start(in extent: Int) -> Int {
      let first = (data.margin + alignment - 1) / alignment
      let last = (extent - data.margin - data.cropSize) / alignment
      return (first + random.integer(below: last - first + 1)) * alignment
    }
    size = data.cropSize
    self.width = width
    top = start(in: height)
    left = start(in: width)
    mirrored = (data.flips || data.mirrors == true) && random.chance()
    upsideDown = data.flips && random.chance()
    quarterTurns = data.quarterTurns ? random.integer(below: 4) : 0
  }

  /// Sees that crops fit into frames.
  ///
  /// - Parameter frames: with the file that a failure names.
  /// - Throws: ``Failure`` of the kind `badData`.
  // Inlined into an initializer that throws, Swift 6.3.1 puts the crops' size into the register that
  // tells the caller of an error.
  @inline(never)
  static func check(
    _ frames: [(width: Int, height: Int, path: String)], data: Recipe.TrainingData,
    alignment: Int = 1
  ) throws(Failure) {
    let margin = (data.margin + alignment - 1) / alignment * alignment
    for frame in frames
    where min(frame.width, frame.height) < margin + data.cropSize + data.margin {
      throw Failure(
        .badData, frame.path,
        found: "crops of \(data.cropSize) in frames of \(frame.width)x\(frame.height)",
        wanted: "data.cropSize and twice data.margin to fit")
    }
  }

  /// The index in the frame's plane of each pixel of the crop, row by row.
  ///
  /// - Parameter factor: how many times the plane's resolution is below the frame's; the crop's start
  ///   and size are multiples of it.
  func places(factor: Int = 1) -> [Int] {
    let (size, width) = (size / factor, width / factor)
    let (top, left) = (top / factor, left / factor)
    return (0..<size * size).map { index in
      var (y, x) = (index / size, index % size)
      for _ in 0..<quarterTurns { (y, x) = (x, size - 1 - y) }
      if mirrored { x = size - 1 - x }
      if upsideDown { y = size - 1 - y }
      return (top + y) * width + left + x
    }
  }
}
