import BurnishTensors

/// Luma of RGB: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), as Pillow, OpenCV and MATLAB have it.
///
/// - Parameter rgb: `[N, 3, H, W]`, any range.
/// - Returns: `[N, 1, H, W]`, the same range.
public func rgbToGray(_ rgb: Tensor) -> Tensor {
  mixChannels(rgb, [([0.299, 0.587, 0.114], 0)])
}

/// The numbers that stand for black and white in luma, and for no color in chroma.
public enum YCbCrRange: Sendable, Hashable, CaseIterable {
  /// Luma 0...1, chroma 0...1 around 0.5, as JPEG files, Pillow and OpenCV have it.
  case full
  /// Luma 16...235, chroma 16...240 around 128, all over 255, as MATLAB's `rgb2ycbcr` and
  /// television have it.
  case studio
}

/// RGB to luma and chroma (ITU-R BT.601).
///
/// - Parameter rgb: `[N, 3, H, W]`, 0...1.
/// - Returns: Y, Cb, Cr, `[N, 3, H, W]`; see ``YCbCrRange`` for the numbers.
public func rgbToYCbCr(_ rgb: Tensor, range: YCbCrRange = .full) -> Tensor {
  let (luma, chroma, black, middle) = range.scales
  // B - Y spans 2 (1 - 0.114), R - Y 2 (1 - 0.299).
  let (toCb, toCr) = (chroma / (2 * (1 - 0.114)), chroma / (2 * (1 - 0.299)))
  return mixChannels(
    rgb,
    [
      ([0.299 * luma, 0.587 * luma, 0.114 * luma], black),
      ([-0.299 * toCb, -0.587 * toCb, (1 - 0.114) * toCb], middle),
      ([(1 - 0.299) * toCr, -0.587 * toCr, -0.114 * toCr], middle),
    ])
}

/// Luma and chroma to RGB, the inverse of ``rgbToYCbCr(_:range:)``. Nothing is clamped.
///
/// - Parameter yCbCr: Y, Cb, Cr, `[N, 3, H, W]`.
/// - Returns: `[N, 3, H, W]`.
public func yCbCrToRGB(_ yCbCr: Tensor, range: YCbCrRange = .full) -> Tensor {
  let (luma, chroma, black, middle) = range.scales
  let (fromCb, fromCr) = (2 * (1 - 0.114) / chroma, 2 * (1 - 0.299) / chroma)
  let (greenCb, greenCr) = (-0.114 / 0.587 * fromCb, -0.299 / 0.587 * fromCr)
  let base = -black / luma
  return mixChannels(
    yCbCr,
    [
      ([1 / luma, 0, fromCr], base - fromCr * middle),
      ([1 / luma, greenCb, greenCr], base - (greenCb + greenCr) * middle),
      ([1 / luma, fromCb, 0], base - fromCb * middle),
    ])
}

extension YCbCrRange {
  /// The spans of luma and chroma, luma's black and chroma's middle.
  fileprivate var scales: (luma: Double, chroma: Double, black: Double, middle: Double) {
    switch self {
    case .full: (1, 1, 0, 128.0 / 255)
    case .studio: (219.0 / 255, 224.0 / 255, 16.0 / 255, 128.0 / 255)
    }
  }
}

/// Makes each new channel of three old ones and a constant.
private func mixChannels(_ tensor: Tensor, _ mixes: [(weights: [Double], constant: Double)])
  -> Tensor
{
  let shape = tensor.shape
  precondition(
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
  /// The picture in gray, by ``rgbToGray(_:)``; itself if it is gray. Alpha stays.
  public func grayscale() -> Image {
    channels == 1
      ? self : Image(samples: rgbToGray(samples), alpha: alpha, sampleFormat: sampleFormat)
  }

  /// The picture with three channels; a gray one is repeated. Alpha stays.
  public func inRGB() -> Image {
    guard channels == 1 else { return self }
    let plane = samples.values
    return Image(
      samples: Tensor(shape: [1, 3, height, width], values: plane + plane + plane), alpha: alpha,
      sampleFormat: sampleFormat)
  }
}
