import BurnishCore
import BurnishTensors

extension Image {
  /// The part of an image that starts at a column and a row.
  ///
  /// - Throws: `Failure` of the kind `usage` if the image has no such part.
  public func cropped(x: Int, y: Int, width: Int, height: Int) throws(Failure) -> Image {
    guard x >= 0, y >= 0, width > 0, height > 0, width <= self.width, x <= self.width - width,
      height <= self.height, y <= self.height - height
    else {
      throw Failure(
        .usage, "cut", found: "\(width)x\(height) pixels at column \(x), row \(y)",
        wanted: "a part of \(self.width)x\(self.height) pixels")
    }
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
  /// - Throws: `Failure` of the kind `usage` for a size without pixels or with too many, or for a kernel or antialiasing
  ///   that the dialect lacks.
  public func resized(
    height: Int, width: Int, kernel: ResamplingKernel, dialect: ResamplingDialect,
    antialias: Bool? = nil
  ) throws(Failure) -> Image {
    guard height > 0, width > 0, width <= ImageLimits.pixels / height else {
      throw Failure(
        .usage, "size", found: "\(width)x\(height) pixels",
        wanted: "1 to \(ImageLimits.pixels) pixels in all")
    }
    guard dialect.offers(kernel), dialect != .openCV || antialias != true else {
      throw Failure(
        .usage, "kernel", found: "\(kernel)\(antialias == true ? " with antialiasing" : "")",
        wanted: "one that the dialect \(dialect) has")
    }
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
