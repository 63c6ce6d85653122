import BurnishCore
import BurnishTensors

extension Image {
  /// The part of an image that starts at a column and a row.
  public func cropped(x: Int, y: Int, width: Int, height: Int) -> Image {
    require(
      x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= self.width
        && y + height <= self.height,
      "a part of \(width)x\(height) at (\(x), \(y)) lies outside of \(self.width)x\(self.height)")
    func part(_ tensor: Tensor) -> Tensor {
      let channels = tensor.shape[1]
      return Tensor(shape: [1, channels, height, width]) { result in
        tensor.withUnsafeSamples { samples in
          for row in 0..<channels * height {
            let (channel, line) = row.quotientAndRemainder(dividingBy: height)
            let start = (channel * self.height + y + line) * self.width + x
            (result.baseAddress! + row * width).update(
              from: samples.baseAddress! + start, count: width)
          }
        }
      }
    }
    var result = Image(
      samples: part(samples), alpha: alpha.map(part), sampleFormat: sampleFormat)
    result.colorProfile = colorProfile
    result.colorDescription = colorDescription
    return result
  }

  /// Resizes the image and its alpha with ``resized(height:width:kernel:dialect:antialias:)``.
  ///
  /// Colors are not weighted by alpha.
  public func resized(
    height: Int, width: Int, kernel: ResamplingKernel, dialect: ResamplingDialect,
    antialias: Bool? = nil
  ) -> Image {
    func change(_ tensor: Tensor) -> Tensor {
      tensor.resized(
        height: height, width: width, kernel: kernel, dialect: dialect, antialias: antialias)
    }
    var result = Image(
      samples: change(samples), alpha: alpha.map(change), sampleFormat: sampleFormat)
    result.colorProfile = colorProfile
    result.colorDescription = colorDescription
    return result
  }
}
