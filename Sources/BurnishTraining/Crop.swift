import BurnishCore
import BurnishTensors

/// A square part of a frame, mirrored and rotated.
///
/// Networks see a crop as a whole image with its own borders, as they see test images.
struct Crop {
  let size: Int
  private let top, left: Int
  private let mirrored, upsideDown: Bool
  private let quarterTurns: Int
  private let width: Int

  /// - Parameters:
  ///   - width: the frame's width.
  ///   - height: the frame's height.
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

  /// Checks that crops fit into the frames.
  ///
  /// - Parameter frames: the sizes of the frames, each with the file to name in errors.
  /// - Throws: ``Failure`` of the kind `badData`.
  // If it inlines this into an initializer that throws, Swift 6.3.1 puts the crops' size into the error
  // register.
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

  /// Returns the index in the frame's plane of each pixel of the crop, row by row.
  ///
  /// - Parameter factor: the factor by which the plane's resolution is lower than the frame's; the crop's
  ///   start and size are multiples of it.
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
