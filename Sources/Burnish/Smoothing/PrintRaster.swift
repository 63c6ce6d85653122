import BurnishImages
import BurnishSolvers
import BurnishTensors
import Foundation

/// The raster of an image that was scanned from print: dots in a square grid at any angle.
///
/// In the spectrum, such a grid has two peaks at right angles and at the same distance from the
/// center. Both are far above all other power at that distance. In about 700 photographs and
/// textures, the smaller peak is below 50 times the median there, except in two images of facades.
/// For dots, it is mostly above 100 times the median.
public struct PrintRaster: Sendable, Hashable {
  /// The distance of the dots, in pixels, 6 to 24.
  public let period: Double

  private static let periods = 6.0...24.0
  /// The rows and columns of the parts whose spectra are added.
  private static let size = 128
  /// The minimum ratio of a peak to the median at its distance.
  private static let prominence: Float = 60
  /// The minimum share of a peak in the total power, without frequencies that are smooth over the
  /// part.
  private static let share = 2e-3

  /// - Parameter image: gray or color.
  /// - Returns: the raster, or `nil` if there is no raster or the image is too small.
  public init?(in image: Image) {
    let gray = image.grayscale().samples
    let size = min(Self.size, gray.shape[2], gray.shape[3])
    guard size >= 64 else { return nil }
    let power = Self.power(of: gray, size: size)
    /// Signed, in periods across the part.
    func frequency(_ index: Int) -> Int { index <= size / 2 ? index : index - size }
    func distance(_ place: Int) -> Double {
      hypot(Double(frequency(place % size)), Double(frequency(place / size)))
    }
    // The median in each ring of three pixels.
    var rings = [[Float]](repeating: [], count: size)
    for place in power.indices {
      let ring = Int(distance(place).rounded())
      for near in max(0, ring - 1)...ring + 1 where near < size { rings[near].append(power[place]) }
    }
    let medians = rings.map { ring in ring.isEmpty ? 1 : ring.sorted()[ring.count / 2] }
    let range = Double(size) / Self.periods.upperBound...Double(size) / Self.periods.lowerBound
    let scores = power.indices.map { place -> Float in
      let distance = distance(place)
      return range.contains(distance)
        ? power[place] / max(medians[Int(distance.rounded())], .leastNormalMagnitude) : 0
    }
    let peak = scores.indices.max { scores[$0] < scores[$1] }!
    let (x, y) = (frequency(peak % size), frequency(peak / size))
    /// The places around a frequency.
    func around(_ x: Int, _ y: Int) -> [Int] {
      (-1...1).flatMap { dy in
        (-1...1).map { dx in (y + dy + size) % size * size + (x + dx + size) % size }
      }
    }
    let partner = around(y, -x).map { scores[$0] }.max()!
    // A smooth image has hardly any power at any distance, but some of it can stand far above the
    // rest.
    let total = power.indices.reduce(0) { $0 + (distance($1) > 2.5 ? Double(power[$1]) : 0) }
    guard min(scores[peak], partner) > Self.prominence, partner > 0.4 * scores[peak],
      Double(power[peak]) > Self.share * total
    else { return nil }
    // The peak's position between places: the mean of the places around it, weighted by power.
    var (sum, across, down) = (0.0, 0.0, 0.0)
    for place in around(x, y) {
      let weight = Double(power[place])
      sum += weight
      across += weight * Double(frequency(place % size))
      down += weight * Double(frequency(place / size))
    }
    let period = Double(size) * sum / hypot(across, down)
    // The blocks of JPEG are a grid of 8 along rows and columns.
    let isAligned = min(abs(across), abs(down)) < 0.03 * max(abs(across), abs(down))
    if isAligned && abs(period - 8) < 0.1 { return nil }
    self.period = period
  }

  /// The factor by which to reduce sides, so that filters see the dots as fine texture.
  ///
  /// Filters remove dots up to 7.5 pixels apart at full size: the shipped weights leave 30 dB and
  /// more of synthetic ones, and 11 dB at 10 pixels. At a smaller size, dots must be at most 6.5
  /// pixels apart.
  public var reduction: Int { period <= 7.5 ? 1 : Int((period / 6.5).rounded(.up)) }

  /// The summed power spectra of up to 16 parts.
  private static func power(of gray: Tensor, size: Int) -> [Float] {
    let window = (0..<size).map { index in
      Float(0.5 - 0.5 * cos(2 * .pi * (Double(index) + 1) / Double(size + 1)))
    }
    func starts(_ extent: Int) -> [Int] {
      let count = min(4, (extent - 1) / size + 1)
      return (0..<count).map { count == 1 ? 0 : $0 * (extent - size) / (count - 1) }
    }
    var power = [Float](repeating: 0, count: size * size)
    for row in starts(gray.shape[2]) {
      for column in starts(gray.shape[3]) {
        let part = gray.cropped(rows: row..<row + size, columns: column..<column + size)
        let mean = part.mean()
        let seen = part.values.enumerated().map { index, sample in
          (sample - mean) * window[index / size] * window[index % size]
        }
        let added = powerSpectrum(seen, height: size, width: size)
        for index in power.indices { power[index] += added[index] }
      }
    }
    return power
  }
}
