import BurnishCore
import BurnishTensors

/// Samples as a file holds them: interleaved rows from top to bottom, not scaled.
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
  /// How many of the channels are colors, 1 for gray and 3 for RGB; they come first.
  var colors: Int
  /// Which channel is the opacity.
  var alpha: Int?
  var samples: Samples
  /// The number that reads as 1; of portable maps and TIFF it may be any. It is 1 for floating point, but
  /// that may also hold whole numbers that are too large for other samples.
  var maximum: Int
  /// Whether the file has whole numbers where ``samples`` have floating point.
  var holdsWholeNumbers = false
  /// The number that the file says stands for no sample.
  var noData: Float?
  /// The color profile (ICC) that the file holds or is to hold.
  var colorProfile: [UInt8]?
  /// What a PNG file says of its colors besides.
  var colorDescription: ColorDescription?
  /// What reading assumed or left out, a clause each.
  var remarks: [String] = []

  /// Two channels are gray and alpha, four RGB and alpha, if not said otherwise afterward.
  ///
  /// - Parameter maximum: the largest number of the samples' type, or 1, if not given.
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

  /// One of the channels as a plane `[1, 1, H, W]`, or several as `[1, C, H, W]`.
  ///
  /// - Parameter scaled: whether integers become 0...1; they keep their values otherwise.
  func planes(_ range: Range<Int>, scaled: Bool) -> Tensor {
    let shape = [1, range.count, height, width]
    switch samples {
    case .uint8(let values):
      // A division rounds as other libraries do; a table makes it once for each level.
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
  /// Interleaves colors `[1, C, H, W]`, further bands, and an opacity as they would stand in a file.
  ///
  /// Integer samples are clamped to 0...1 times `scale` and rounded to the nearest.
  /// - Parameter scale: what one unit of `planes` is in the file's integers; alpha is always 0...1.
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

  /// NaN must have been refused before; it would come out as 0.
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
  /// Asks for an image without gaps, which hold the number that stands for no sample. That number may be 0, which is black.
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
