import BurnishCore
import BurnishTensors

/// The value of Cb and Cr for gray, at full range.
private let middle: Float = 128.0 / 255

/// The color of an image without its luma: Cb and Cr of ITU-R BT.601 around 0.
///
/// - Parameter rgb: `[1, 3, H, W]`, 0...1.
/// - Returns: `[1, 2, H, W]`, -0.5...0.5.
package func rgbToChromaticity(_ rgb: Tensor) -> Tensor {
  require(rgb.shape.first == 1, "chromaticity is taken of one image, not of \(rgb.shape)")
  let (height, width) = (rgb.shape[2], rgb.shape[3])
  let planes = rgbToYCbCr(rgb).reshaped(to: [3, height, width])
  return planes[1..<3].reshaped(to: [1, 2, height, width]) - middle
}

/// Makes RGB from a luma and a chromaticity.
///
/// If the color leaves 0...1 at this luma, it is made paler until it fits, which keeps the luma.
/// - Parameters:
///   - luma: `[1, 1, H, W]`, 0...1.
///   - chromaticity: `[1, 2, H, W]`, from ``rgbToChromaticity(_:)``.
/// - Returns: `[1, 3, H, W]`, 0...1.
package func rgb(luma: Tensor, chromaticity: Tensor) -> Tensor {
  var result = yCbCrToRGB(Tensor.joined([luma, chromaticity + middle]))
  let area = luma.count
  luma.withUnsafeSamples { luma in
    result.withUnsafeMutableSamples { colors in
      for pixel in 0..<area {
        let level = min(max(luma[pixel], 0), 1)
        var share: Float = 1
        for place in stride(from: pixel, to: 3 * area, by: area) {
          let difference = colors[place] - level
          if difference > 0 { share = min(share, (1 - level) / difference) }
          if difference < 0 { share = min(share, -level / difference) }
        }
        for place in stride(from: pixel, to: 3 * area, by: area) {
          colors[place] = min(max(level + share * (colors[place] - level), 0), 1)
        }
      }
    }
  }
  return result
}
