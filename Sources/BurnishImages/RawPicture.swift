import BurnishTensors

/// Samples as a file holds them: interleaved rows from top to bottom, alpha last, not scaled.
struct RawPicture {
  enum Samples {
    case uint8([UInt8])
    case uint16([UInt16])
    case float32([Float])
  }

  var width: Int
  var height: Int
  /// 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha.
  var channels: Int
  var samples: Samples
  /// The integer that reads as 1; of portable maps it may be any. Floating-point samples have none.
  var maximum: Int
  /// The colour profile (ICC) that the file holds or is to hold.
  var colorProfile: [UInt8]?

  /// - Parameter maximum: the largest number of the samples' type if not given.
  init(width: Int, height: Int, channels: Int, samples: Samples, maximum: Int? = nil) {
    (self.width, self.height, self.channels) = (width, height, channels)
    self.samples = samples
    switch samples {
    case .uint8: self.maximum = maximum ?? 255
    case .uint16: self.maximum = maximum ?? 65535
    case .float32: self.maximum = 1
    }
  }

  var hasAlpha: Bool { channels == 2 || channels == 4 }

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
      return Self.planes(shape, values, stride: channels, first: range.lowerBound) { $0 }
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

extension RawPicture {
  /// Interleaves planes `[1, C, H, W]` and an opacity as they would stand in a file.
  ///
  /// Integer samples are clamped to 0...1 times `scale` and rounded to the nearest.
  /// - Parameter scale: what one unit of `planes` is in the file's integers; alpha is always 0...1.
  init(planes: Tensor, alpha: Tensor?, format: SampleFormat, scale: Float? = nil) {
    let sources = [planes] + (alpha.map { [$0] } ?? [])
    let samples: Samples =
      switch format {
      case .uint8:
        .uint8(
          Self.interleave(sources) { value, isAlpha in
            UInt8(Self.rounded(value * (isAlpha ? 255 : scale ?? 255), maximum: 255))
          })
      case .uint16:
        .uint16(
          Self.interleave(sources) { value, isAlpha in
            UInt16(Self.rounded(value * (isAlpha ? 65535 : scale ?? 65535), maximum: 65535))
          })
      case .float32: .float32(Self.interleave(sources) { value, _ in value })
      }
    self.init(
      width: planes.shape[3], height: planes.shape[2],
      channels: planes.shape[1] + (alpha == nil ? 0 : 1), samples: samples)
  }

  /// NaN must have been refused before; it would come out as 0.
  @inline(__always)
  private static func rounded(_ value: Float, maximum: Float) -> Float {
    (max(0, min(maximum, value)) + 0.5).rounded(.down)
  }

  @inline(__always)
  private static func interleave<Sample>(
    _ sources: [Tensor], _ convert: (Float, Bool) -> Sample
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
              target.initialize(to: convert(values[index], place > 0))
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
