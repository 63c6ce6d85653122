import Foundation

extension KernelGrid {
  /// Moves weights in the corners together and finds the origin.
  mutating func located() -> (place: StoredKernel.Place, adjustments: [KernelAdjustment]) {
    if let place = unroll() { return (place, [.corners]) }
    let (x, y) = (center(ofColumns: true), center(ofColumns: false))
    let place = middle(weightsAround: x, y)
    // On an even side, weights may correctly lie half a pixel off the middle.
    let isOff = abs(x - Double(place.column)) > 0.75 || abs(y - Double(place.row)) > 0.75
    if isOff, let spot = spot(x, y) {
      return (
        spot, [.centered(columns: spot.column - place.column, rows: spot.row - place.row)]
      )
    }
    let isEven = width % 2 == 0 || height % 2 == 0
    return (place, isEven ? [.even(width: width, height: height, place)] : [])
  }

  /// The middle. An even side has two middle samples: take the one within a quarter of a pixel of the weights' mean,
  /// else the first. On two even sides the same choice holds, because libraries have one convention for both.
  private func middle(weightsAround x: Double, _ y: Double) -> StoredKernel.Place {
    func distance(_ center: Double, _ side: Int, isLater: Bool) -> Double {
      abs(center - Double(isLater ? side / 2 : (side - 1) / 2))
    }
    func isLater(_ center: Double, _ side: Int) -> Bool {
      side % 2 == 0 && distance(center, side, isLater: true) < 0.25
    }
    var (across, down) = (isLater(x, width), isLater(y, height))
    if across != down, width % 2 == 0, height % 2 == 0 {
      func distances(isLater: Bool) -> Double {
        distance(x, width, isLater: isLater) + distance(y, height, isLater: isLater)
      }
      across = distances(isLater: true) < distances(isLater: false)
      down = across
    }
    return .init(
      column: across ? width / 2 : (width - 1) / 2, row: down ? height / 2 : (height - 1) / 2)
  }

  /// The mean position of the weights.
  private func center(ofColumns: Bool) -> Double {
    Self.moments(marginal(ofColumns: ofColumns)).mean
  }

  private static func moments(_ sums: [Double]) -> (mean: Double, variance: Double) {
    let total = sums.reduce(0, +)
    var (first, second) = (0.0, 0.0)
    for (index, sum) in sums.enumerated() {
      first += sum * Double(index)
      second += sum * Double(index) * Double(index)
    }
    let mean = first / total
    return (mean, max(0, second / total - mean * mean))
  }

  // MARK: Corners

  /// Moves weights that wrap around the borders together. It returns the new place of the first sample, or `nil` if no
  /// weights wrap around.
  private mutating func unroll() -> StoredKernel.Place? {
    let (across, down) = (marginal(ofColumns: true), marginal(ofColumns: false))
    guard Self.isWrapped(across) || Self.isWrapped(down) else { return nil }
    // A motion along one side may begin at 0 on the other side without wrapping around there.
    let (movesAcross, movesDown) = (Self.liesAroundZero(across), Self.liesAroundZero(down))
    roll(columns: movesAcross ? width / 2 : 0, rows: movesDown ? height / 2 : 0)
    return .init(
      column: movesAcross ? width / 2 : (width - 1) / 2,
      row: movesDown ? height / 2 : (height - 1) / 2)
  }

  /// Whether weights lie on both sides of 0, wrapped around to the end, and moving them together at least halves their
  /// variance.
  private static func isWrapped(_ sums: [Double]) -> Bool {
    guard sums.count >= 4, let maximum = sums.max() else { return false }
    let minimum = 1e-3 * maximum
    guard sums[0] > minimum, sums[1] > minimum, sums[sums.count - 1] > minimum else { return false }
    let half = sums.count - sums.count / 2
    let together = Array(sums[half...] + sums[..<half])
    return moments(together).variance < 0.5 * moments(sums).variance
  }

  /// Whether weights on a circle lie closer to 0 than to the middle.
  private static func liesAroundZero(_ sums: [Double]) -> Bool {
    let turn = 2 * Double.pi / Double(sums.count)
    return sums.enumerated().reduce(0) { $0 + $1.element * cos(turn * Double($1.offset)) } > 0
  }

  // MARK: Spots

  /// The center of a round spot, or `nil` if the weights have another shape.
  ///
  /// In a round spot, width and height differ by at most a third. It looks the same rotated by 180°, and its peak lies
  /// at the mean position of its weights. Motion kernels are lines, which may lie anywhere. If all weights lie farther
  /// from the middle than their extent, any shape counts. Such a kernel was stored in a corner of zeros.
  private func spot(_ x: Double, _ y: Double) -> StoredKernel.Place? {
    let (column, row) = (Int(x.rounded()), Int(y.rounded()))
    let place = StoredKernel.Place(column: column, row: row)
    if isFarOff { return place }
    let (across, down) = (
      Self.moments(marginal(ofColumns: true)).variance,
      Self.moments(marginal(ofColumns: false)).variance
    )
    var mixed = 0.0
    var total = 0.0
    for (index, weight) in weights.enumerated() {
      mixed += weight * (Double(index % width) - x) * (Double(index / width) - y)
      total += weight
    }
    mixed /= total
    // The variances along the axes of the weights' ellipse.
    let (mean, difference) = (
      (across + down) / 2, ((across - down) * (across - down) / 4 + mixed * mixed).squareRoot()
    )
    guard mean + difference > 0.1, mean - difference >= 0.45 * (mean + difference) else {
      return nil
    }
    let peak = weights.indices.max { weights[$0] < weights[$1] }!
    guard abs(Double(peak % width) - x) < 1, abs(Double(peak / width) - y) < 1 else { return nil }
    return symmetry(x, y) > 0.85 ? place : nil
  }

  /// Whether all weights lie farther from the middle than their extent.
  private var isFarOff: Bool {
    func isFar(_ sums: [Double]) -> Bool {
      let minimum = 1e-3 * (sums.max() ?? 0)
      guard let first = sums.firstIndex(where: { $0 > minimum }),
        let last = sums.lastIndex(where: { $0 > minimum })
      else { return false }
      let middle = Double(sums.count - 1) / 2
      let distance = max(Double(first) - middle, middle - Double(last))
      return distance > Double(last - first + 1)
    }
    return isFar(marginal(ofColumns: true)) || isFar(marginal(ofColumns: false))
  }

  /// The share of the weights that a half turn leaves unchanged. The center of the turn is rounded to half a pixel.
  private func symmetry(_ x: Double, _ y: Double) -> Double {
    let (sumX, sumY) = (Int((2 * x).rounded()), Int((2 * y).rounded()))
    var (common, total) = (0.0, 0.0)
    for (index, weight) in weights.enumerated() {
      let (column, row) = (sumX - index % width, sumY - index / width)
      total += weight
      if (0..<width).contains(column), (0..<height).contains(row) {
        common += min(weight, weights[row * width + column])
      }
    }
    return common / total
  }
}
