import BurnishTensors

/// Finds the strokes drawn over a photograph, without their soft edges and without the errors of lossy storage.
///
/// The soft edge of a brush is a mixture of the stroke's color and the photograph. As a stroke, it would fix its
/// pixel at that pale color. The pale rim would keep the stroke's own color from spreading.
struct StrokeMask {
  /// The maximum distance from a stroke's soft edge to its full color, in pixels.
  private static let reach = 8
  /// The minimum share of a stroke's color in a pixel.
  private static let opacity: Float = 0.85

  private let height, width: Int
  /// Three planes each.
  private let image, photo: [Float]
  /// Each pixel's maximum difference from the photograph over the three colors.
  private let differences: [Float]

  /// - Parameters:
  ///   - image: the photograph with strokes, `[1, 3, H, W]`, in 0...1.
  ///   - photo: the photograph without strokes, in the same shape.
  init(of image: Tensor, over photo: Tensor) {
    (height, width) = (photo.shape[2], photo.shape[3])
    let area = height * width
    let (image, photo) = (image.values, photo.values)
    (self.image, self.photo) = (image, photo)
    differences = (0..<area).map { pixel in
      (0..<3).reduce(0) { max($0, abs(image[$1 * area + pixel] - photo[$1 * area + pixel])) }
    }
  }

  /// The mask, row by row: 1 where there is a stroke, else 0.
  ///
  /// - Parameter tolerance: the maximum difference caused by rounding.
  func values(tolerance: Float) -> [Float] {
    // Away from strokes, nothing differs unless lossy storage changed all samples.
    let strong = maximumNearby(differences.map { $0 > 10 * tolerance ? 1 : 0 })
    let away = differences.indices.filter { strong[$0] == 0 }
    let isChanged = away.count { differences[$0] > tolerance } > away.count / 50
    guard isChanged else { return opaque(tolerance: tolerance) }
    return strongest(floor: tolerance + 12 * differences.sorted()[differences.count / 2])
  }

  /// The mask for lossless storage: all pixels that differ, except mixtures of the photograph and a nearby stroke.
  private func opaque(tolerance: Float) -> [Float] {
    let strokes = differences.indices.filter { differences[$0] > tolerance }
    let mixtures = [Bool](unsafeUninitializedCapacity: strokes.count) { result, count in
      // Only one task writes each element.
      nonisolated(unsafe) let result = result
      Parallel.forEachRange(strokes.count, grain: 64) { range in
        for index in range {
          let pixel = strokes[index]
          (result.baseAddress! + index).initialize(
            to: !isFlat(pixel, tolerance: tolerance) && isMixture(pixel, tolerance: tolerance))
        }
      }
      count = strokes.count
    }
    var mask = [Float](repeating: 0, count: differences.count)
    for (index, pixel) in strokes.enumerated() where !mixtures[index] { mask[pixel] = 1 }
    return mask
  }

  /// Whether most of the eight neighbors are stroke pixels of the same color, as inside strokes with hard edges.
  private func isFlat(_ pixel: Int, tolerance: Float) -> Bool {
    let area = height * width
    var same = 0
    forEachNearby(pixel, within: 1) { other in
      if other != pixel, differences[other] > tolerance,
        (0..<3).allSatisfy({
          abs(image[$0 * area + other] - image[$0 * area + pixel]) < 0.6 / 255
        })
      {
        same += 1
      }
      return same < 5
    }
    return same >= 5
  }

  /// Whether a pixel mixes the photograph under it with a nearby pixel's color, with a share below ``opacity``.
  private func isMixture(_ pixel: Int, tolerance: Float) -> Bool {
    let area = height * width
    func color(_ samples: [Float], _ place: Int) -> SIMD3<Float> {
      SIMD3(samples[place], samples[area + place], samples[2 * area + place])
    }
    let ground = color(photo, pixel)
    let own = color(image, pixel) - ground
    var isFound = false
    forEachNearby(pixel, within: Self.reach) { other in
      guard differences[other] > tolerance else { return true }
      let full = color(image, other) - ground
      let share = (full * own).sum() / max((full * full).sum(), 1e-12)
      if share > 0, share < Self.opacity {
        let rest = own - share * full
        isFound = max(abs(rest.x), abs(rest.y), abs(rest.z)) < 3.0 / 255
      }
      return !isFound
    }
    return isFound
  }

  /// The mask for lossy storage such as JPEG: the strongest differences in each neighborhood.
  ///
  /// - Parameter floor: the maximum difference caused by the loss.
  private func strongest(floor: Float) -> [Float] {
    let maximum = maximumNearby(differences)
    return differences.indices.map { pixel in
      differences[pixel] > floor && differences[pixel] >= Self.opacity * maximum[pixel] ? 1 : 0
    }
  }

  /// The maximum of the values in the square around each pixel.
  private func maximumNearby(_ values: [Float]) -> [Float] {
    // First along rows, then down columns.
    let along = values.indices.map { pixel in
      let (row, column) = pixel.quotientAndRemainder(dividingBy: width)
      let range =
        row * width + max(0, column - Self.reach)...row * width
        + min(width - 1, column + Self.reach)
      return values[range].max()!
    }
    return values.indices.map { pixel in
      let (row, column) = pixel.quotientAndRemainder(dividingBy: width)
      return (max(0, row - Self.reach)...min(height - 1, row + Self.reach)).reduce(Float(0)) {
        max($0, along[$1 * width + column])
      }
    }
  }

  /// Calls `body` with the pixels in a square around a pixel until it returns `false`.
  private func forEachNearby(_ pixel: Int, within reach: Int, _ body: (Int) -> Bool) {
    let (row, column) = pixel.quotientAndRemainder(dividingBy: width)
    for y in max(0, row - reach)...min(height - 1, row + reach) {
      for x in max(0, column - reach)...min(width - 1, column + reach) {
        guard body(y * width + x) else { return }
      }
    }
  }
}

private func abs(_ x: Float) -> Float { x.magnitude }
