import BurnishCore
import BurnishTensors

/// The luma of RGB: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), as in Pillow, OpenCV and MATLAB.
///
/// - Parameter rgb: `[N, 3, H, W]`, any range.
/// - Returns: `[N, 1, H, W]`, the same range.
package func rgbToGray(_ rgb: Tensor) -> Tensor {
  mixChannels(rgb, [([0.299, 0.587, 0.114], 0)])
}

/// Converts RGB to luma and chroma (ITU-R BT.601), as in JPEG files, Pillow and OpenCV.
///
/// - Parameter rgb: `[N, 3, H, W]`, 0...1.
/// - Returns: Y in 0...1, Cb and Cr around 128/255, `[N, 3, H, W]`.
package func rgbToYCbCr(_ rgb: Tensor) -> Tensor {
  // B - Y spans 2 (1 - 0.114), and R - Y spans 2 (1 - 0.299).
  let (toCb, toCr) = (1 / (2 * (1 - 0.114)), 1 / (2 * (1 - 0.299)))
  return mixChannels(
    rgb,
    [
      ([0.299, 0.587, 0.114], 0),
      ([-0.299 * toCb, -0.587 * toCb, (1 - 0.114) * toCb], chromaMiddle),
      ([(1 - 0.299) * toCr, -0.587 * toCr, -0.114 * toCr], chromaMiddle),
    ])
}

/// Converts luma and chroma to RGB, the inverse of ``rgbToYCbCr(_:)``. It does not clamp.
///
/// - Parameter yCbCr: Y, Cb, Cr, `[N, 3, H, W]`.
/// - Returns: `[N, 3, H, W]`.
package func yCbCrToRGB(_ yCbCr: Tensor) -> Tensor {
  let (fromCb, fromCr) = (2 * (1 - 0.114), 2 * (1 - 0.299))
  let (greenCb, greenCr) = (-0.114 / 0.587 * fromCb, -0.299 / 0.587 * fromCr)
  return mixChannels(
    yCbCr,
    [
      ([1, 0, fromCr], -fromCr * chromaMiddle),
      ([1, greenCb, greenCr], -(greenCb + greenCr) * chromaMiddle),
      ([1, fromCb, 0], -fromCb * chromaMiddle),
    ])
}

/// The chroma of gray.
private let chromaMiddle = 128.0 / 255

/// Computes each new channel from three old ones and a constant.
private func mixChannels(_ tensor: Tensor, _ mixes: [(weights: [Double], constant: Double)])
  -> Tensor
{
  let shape = tensor.shape
  require(
    shape.count == 4 && shape[1] == 3, "color conversion needs [N, 3, H, W], not \(shape)")
  let area = shape[2] * shape[3]
  return Tensor(shape: [shape[0], mixes.count, shape[2], shape[3]]) { result in
    let target = result.baseAddress!
    tensor.withUnsafeSamples { samples in
      let source = samples.baseAddress!
      for image in 0..<shape[0] {
        let first = source + image * 3 * area
        let (second, third) = (first + area, first + 2 * area)
        for (channel, mix) in mixes.enumerated() {
          let (a, b, c) = (Float(mix.weights[0]), Float(mix.weights[1]), Float(mix.weights[2]))
          let constant = Float(mix.constant)
          let plane = target + (image * mixes.count + channel) * area
          Parallel.forEachRange(area, grain: 1 << 16) { range in
            for index in range {
              plane[index] = (a * first[index] + b * second[index]) + (c * third[index] + constant)
            }
          }
        }
      }
    }
  }
}

extension Image {
  /// The image in gray, by ``rgbToGray(_:)``. A gray image is returned unchanged. Alpha stays.
  public func grayscale() -> Image {
    channels == 1
      ? self : Image(samples: rgbToGray(samples), alpha: alpha, sampleFormat: sampleFormat)
  }

  /// The image with three channels. A gray channel is repeated. Alpha stays.
  public func inRGB() -> Image {
    guard channels == 1 else { return self }
    let plane = samples.values
    return Image(
      samples: Tensor(shape: [1, 3, height, width], values: plane + plane + plane), alpha: alpha,
      sampleFormat: sampleFormat)
  }
}
