import BurnishCore
import BurnishTensors

/// Samples as in a file: interleaved rows from top to bottom, not scaled.
struct RawImage {
  enum Samples {
    case uint8([UInt8])
    case uint16([UInt16])
    case float32([Float])
  }

  var width: Int
  var height: Int
  /// Colors, opacity, and other bands.
  var channels: Int
  /// The number of color channels, 1 for gray and 3 for RGB. They come first.
  var colors: Int
  /// The index of the opacity channel.
  var alpha: Int?
  var samples: Samples
  /// The number that reads as 1, which portable maps and TIFF files choose freely. For floating point it is 1,
  /// unless the samples are whole numbers too large for other types.
  var maximum: Int
  /// Whether the file holds whole numbers although ``samples`` are floating point.
  var holdsWholeNumbers = false
  /// The number that marks missing samples, from the file.
  var noData: Float?
  /// The color profile (ICC) of the file that was read or will be written.
  var colorProfile: [UInt8]?
  /// The additional description of colors in a PNG file.
  var colorDescription: ColorDescription?
  /// What reading assumed or left out, one clause each.
  var remarks: [String] = []

  /// By default, two channels are gray and alpha, and four are RGB and alpha.
  ///
  /// - Parameter maximum: the number that reads as 1; by default the largest integer of the type, or 1 for floating
  ///   point.
  init(width: Int, height: Int, channels: Int, samples: Samples, maximum: Int? = nil) {
    (self.width, self.height, self.channels) = (width, height, channels)
    colors = channels < 3 ? 1 : 3
    alpha = channels == 2 || channels == 4 ? channels - 1 : nil
    self.samples = samples
    switch samples {
    case .uint8: self.maximum = maximum ?? 255
    case .uint16: self.maximum = maximum ?? 65535
    case .float32: self.maximum = maximum ?? 1
    }
  }

  var hasAlpha: Bool { alpha != nil }

  /// The channels that are neither colors nor the opacity.
  var bands: [Int] { (colors..<max(colors, channels)).filter { $0 != alpha } }

  var sampleFormat: SampleFormat {
    switch samples {
    case .uint8: .uint8
    case .uint16: .uint16
    case .float32: .float32
    }
  }

  /// One channel as a plane `[1, 1, H, W]`, or several as `[1, C, H, W]`.
  ///
  /// - Parameter scaled: whether to scale integers to 0...1; otherwise they keep their values.
  func planes(_ range: Range<Int>, scaled: Bool) -> Tensor {
    let shape = [1, range.count, height, width]
    switch samples {
    case .uint8(let values):
      // Division rounds as in other libraries. A table computes it once per level.
      let levels = (0..<256).map { scaled ? Float($0) / Float(maximum) : Float($0) }
      return levels.withUnsafeBufferPointer { levels in
        Self.planes(shape, values, stride: channels, first: range.lowerBound) { levels[Int($0)] }
      }
    case .uint16(let values):
      let maximum: Float = scaled ? Float(maximum) : 1
      return Self.planes(shape, values, stride: channels, first: range.lowerBound) {
        Float($0) / maximum
      }
    case .float32(let values):
      let maximum: Float = scaled ? Float(maximum) : 1
      return Self.planes(shape, values, stride: channels, first: range.lowerBound) {
        $0 / maximum
      }
    }
  }

  @inline(__always)
  private static func planes<Sample>(
    _ shape: [Int], _ values: [Sample], stride: Int, first: Int, _ convert: (Sample) -> Float
  ) -> Tensor {
    let area = shape[2] * shape[3]
    return Tensor(shape: shape) { result in
      values.withUnsafeBufferPointer { values in
        for channel in 0..<shape[1] {
          let plane = result.baseAddress! + channel * area
          var source = values.baseAddress! + first + channel
          for index in 0..<area {
            plane[index] = convert(source.pointee)
            source += stride
          }
        }
      }
    }
  }
}

extension RawImage {
  /// Interleaves colors `[1, C, H, W]`, extra bands, and opacity in the order of a file.
  ///
  /// Integer samples are clamped to 0...1 times `scale` and rounded to the nearest.
  /// - Parameter scale: the integer in the file for 1 in `planes`. Alpha is always 0...1.
  init(
    planes: Tensor, bands: Tensor? = nil, alpha: Tensor?, format: SampleFormat,
    scale: Float? = nil
  ) {
    let sources = [planes, bands, alpha].compactMap(\.self)
    let opacity = alpha == nil ? nil : sources.count - 1
    let samples: Samples =
      switch format {
      case .uint8:
        .uint8(
          Self.interleave(sources, opacity: opacity) { value, isAlpha in
            UInt8(Self.rounded(value * (isAlpha ? 255 : scale ?? 255), maximum: 255))
          })
      case .uint16:
        .uint16(
          Self.interleave(sources, opacity: opacity) { value, isAlpha in
            UInt16(Self.rounded(value * (isAlpha ? 65535 : scale ?? 65535), maximum: 65535))
          })
      case .float32: .float32(Self.interleave(sources, opacity: opacity) { value, _ in value })
      }
    self.init(
      width: planes.shape[3], height: planes.shape[2],
      channels: sources.reduce(0) { $0 + $1.shape[1] }, samples: samples)
    colors = planes.shape[1]
    self.alpha = alpha == nil ? nil : channels - 1
  }

  /// Callers must refuse NaN before; it would become 0.
  @inline(__always)
  private static func rounded(_ value: Float, maximum: Float) -> Float {
    (max(0, min(maximum, value)) + 0.5).rounded(.down)
  }

  @inline(__always)
  private static func interleave<Sample>(
    _ sources: [Tensor], opacity: Int?, _ convert: (Float, Bool) -> Sample
  ) -> [Sample] {
    let channels = sources.reduce(0) { $0 + $1.shape[1] }
    let area = sources[0].shape[2] * sources[0].shape[3]
    return Array(unsafeUninitializedCapacity: area * channels) { result, count in
      var channel = 0
      for (place, source) in sources.enumerated() {
        source.withUnsafeSamples { samples in
          for plane in 0..<source.shape[1] {
            let values = samples.baseAddress! + plane * area
            var target = result.baseAddress! + channel
            for index in 0..<area {
              target.initialize(to: convert(values[index], place == opacity))
              target += channels
            }
            channel += 1
          }
        }
      }
      count = area * channels
    }
  }
}

extension RawImage {
  /// Refuses images with gaps, which hold the number for missing samples. 0 is allowed, because it is black.
  ///
  /// - Throws: `Failure` of the kind `badData`.
  func checkHasNoGaps(_ path: String) throws(Failure) {
    guard let noData, noData != 0, case .float32(let values) = samples else { return }
    let count = values.count { $0 == noData }
    if count > 0 {
      throw Failure(
        .badData, path, found: "\(counted(count, "gap")), where it has \(noData) for no sample",
        wanted: "an image without gaps, or heights, which are filtered under a guide")
    }
  }
}
