import BurnishCore
import BurnishTensors

/// The weights of a stored kernel during cleaning and placement.
struct KernelGrid {
  var height: Int { rows }
  var width: Int { columns }
  private var rows, columns: Int
  /// The weights, row by row.
  private(set) var weights: [Double]

  /// - Throws: ``Failure`` of the kind `badData` if weights are not finite, are negative beyond noise, or are all 0.
  init(_ stored: StoredKernel) throws(Failure) {
    (rows, columns) = (stored.height, stored.width)
    weights = stored.samples.values.map(Double.init)
    try Self.check(weights, width: columns, stored.subject)
  }

  /// The maximum magnitude of negative noise, as a share of the maximum weight. Kernels that sharpen or interpolate
  /// have larger negative weights.
  private static let noiseShare = 0.02

  private static func check(
    _ weights: [Double], width: Int, _ subject: String
  ) throws(Failure) {
    let maximum = weights.max() ?? 0
    let fault = weights.firstIndex {
      !$0.isFinite || ($0 < 0 && $0 < -noiseShare * maximum)
    }
    if let fault {
      throw Failure(
        .badData, subject,
        found:
          "the weight \(Float(weights[fault])) in column \(fault % width + 1), row \(fault / width + 1)",
        wanted: "weights of 0 and more")
    }
    guard maximum > 0 else {
      throw Failure(.badData, subject, found: "weights that are all 0", wanted: "one above 0")
    }
  }

  /// Whether all border weights are close to the maximum weight, and some inner weight is at most half of it.
  var appearsInverted: Bool {
    guard rows > 4, columns > 4, let maximum = weights.max(), let minimum = weights.min() else {
      return false
    }
    let border = weights.indices.filter { index in
      let (row, column) = (index / columns, index % columns)
      return row == 0 || column == 0 || row == rows - 1 || column == columns - 1
    }
    return minimum <= maximum / 2 && border.allSatisfy { weights[$0] >= 0.9 * maximum }
  }

  /// Removes background and noise.
  mutating func cleaned() -> [KernelAdjustment] {
    var adjustments: [KernelAdjustment] = []
    var noise = 0.0
    if let (level, deviation) = background {
      adjustments.append(.background(share: level / weights.max()!))
      for index in weights.indices { weights[index] -= level }
      noise = deviation
    }
    let negative = weights.filter { $0 < 0 }
    if let minimum = negative.min() {
      if adjustments.isEmpty { adjustments.append(.negative(share: -minimum / weights.max()!)) }
      noise = max(
        noise, (negative.reduce(0) { $0 + $1 * $1 } / Double(negative.count)).squareRoot())
    }
    // Remaining positive noise has no negative counterpart now; together it would act like a background.
    if !adjustments.isEmpty {
      for index in weights.indices where weights[index] < 3 * noise { weights[index] = 0 }
    }
    return adjustments
  }

  /// The level of a background and the border's deviation from it, if the border is flat. In contrast, kernels cut
  /// off at the border vary along it by as much as they exceed 0, or hardly rise above it anywhere.
  private var background: (level: Double, deviation: Double)? {
    guard rows >= 7, columns >= 7 else { return nil }
    var border: [Double] = []
    for row in 0..<rows {
      let isEnd = row == 0 || row == rows - 1
      for column in isEnd ? Array(0..<columns) : [0, columns - 1] {
        border.append(weights[row * columns + column])
      }
    }
    func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    let level = median(border)
    let deviation = 1.4826 * median(border.map { abs($0 - level) })
    let peak = weights.max()! - level
    guard level > 1e-4 * peak, peak > 0.01 * level, deviation <= 0.02 * peak,
      deviation <= 0.25 * level
    else {
      return nil
    }
    return (level, deviation)
  }

  /// Moves all weights to the right and down, with wrap-around.
  mutating func roll(columns right: Int, rows down: Int) {
    var rolled = weights
    for row in 0..<rows {
      for column in 0..<columns {
        rolled[(row + down) % rows * columns + (column + right) % columns] =
          weights[row * columns + column]
      }
    }
    weights = rolled
  }

  /// The smallest kernel with odd sides around a place that contains all weights, except weights that together are
  /// below rounding.
  ///
  /// - Throws: ``Failure`` of the kind `badData` if the kernel is too large.
  func cut(around place: StoredKernel.Place, _ subject: String) throws(Failure) -> Tensor {
    let (across, down) = (
      Self.reach(marginal(ofColumns: true), around: place.column),
      Self.reach(marginal(ofColumns: false), around: place.row)
    )
    let (width, height) = (2 * across + 1, 2 * down + 1)
    guard max(width, height) <= BlurKernel.maximumSide else {
      throw Failure(
        .badData, subject,
        found:
          "a kernel of \(columns)x\(rows) whose weights reach \(max(across, down)) from its middle",
        wanted: "\(BlurKernel.maximumSide / 2) at most")
    }
    return Tensor(
      shape: [height, width],
      values: (0..<height * width).map { index in
        let (row, column) = (
          place.row - down + index / width, place.column - across + index % width
        )
        let isInside = (0..<rows).contains(row) && (0..<columns).contains(column)
        return isInside ? Float(weights[row * columns + column]) : 0
      })
  }

  /// The sums of columns or of rows.
  func marginal(ofColumns: Bool) -> [Double] {
    var sums = [Double](repeating: 0, count: ofColumns ? columns : rows)
    for (index, weight) in weights.enumerated() {
      sums[ofColumns ? index % columns : index / columns] += weight
    }
    return sums
  }

  /// The distance from a place to its farthest weights.
  private static func reach(_ sums: [Double], around place: Int) -> Int {
    var left = sums.reduce(0, +) * 0x1p-24
    for distance in stride(from: max(place, sums.count - 1 - place), to: 0, by: -1) {
      for index in [place - distance, place + distance] where sums.indices.contains(index) {
        left -= sums[index]
      }
      if left < 0 { return distance }
    }
    return 0
  }
}
