import BurnishFilters
import BurnishTensors

/// The amount of structure around each pixel: 0 in regions of one color, 1 where there is structure.
///
/// A region of one color needs no restoration. A network's change there is an error, which grows with saturation,
/// because few photographs contain pure colors.
/// - Parameter image: the start of a restoration, `[1, C, H, W]`, samples in 0...1 plus noise.
/// - Returns: `[1, 1, H, W]`, in 0...1, smooth.
func structure(of image: Tensor) -> Tensor {
  /// Half the window's side: twice the reach of the cubic kernel at a factor of 2 to 4. Ringing counts as structure.
  let radius = 8
  /// The largest range of samples in a window that counts as rounding, and the smallest that counts as full structure.
  /// They are one and three 8-bit levels, plus some margin for enlargement.
  let (rounding, certain): (Float, Float) = (1.05 / 255, 3.05 / 255)
  let (height, width) = (image.shape[2], image.shape[3])
  let maximum = windowMaximum(image, radius: radius)
  let minimum = windowMaximum(image * -1, radius: radius)
  let share = maximum.withUnsafeSamples { maximum in
    minimum.withUnsafeSamples { negated in
      Tensor(shape: [1, 1, height, width]) { share in
        for channel in 0..<image.shape[1] {
          for pixel in share.indices {
            let index = channel * height * width + pixel
            let range = maximum[index] + negated[index]
            let own = min(max((range - rounding) / (certain - rounding), 0), 1)
            share[pixel] = channel == 0 ? own : max(share[pixel], own)
          }
        }
      }
    }
  }
  return boxMean(share, radius: radius / 2)
}

/// Blends two images; `share` is the weight of the second. Where it is 1, the result is the second image to the bit.
///
/// - Parameter share: `[1, 1, H, W]`, in 0...1, of images `[1, C, H, W]`.
func mixed(_ first: Tensor, _ second: Tensor, share: Tensor) -> Tensor {
  first.withUnsafeSamples { first in
    second.withUnsafeSamples { second in
      share.withUnsafeSamples { shares in
        Tensor(shape: [1, first.count / shares.count] + share.shape[2...]) { result in
          for index in result.indices {
            let share = shares[index % shares.count]
            result[index] =
              share == 1 ? second[index] : first[index] + share * (second[index] - first[index])
          }
        }
      }
    }
  }
}

/// The maximum sample in the window of `2 radius + 1` rows and columns around each pixel, clipped at the borders.
///
/// - Parameter image: `[N, C, H, W]`.
private func windowMaximum(_ image: Tensor, radius: Int) -> Tensor {
  let (height, width) = (image.shape[2], image.shape[3])
  return image.withUnsafeSamples { samples in
    Tensor(shape: image.shape) { result in
      let (source, target) = (samples.baseAddress!, result.baseAddress!)
      Parallel.forEachRange(image.shape[0] * image.shape[1]) { planes in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: height * width) { memory in
          let along = memory.baseAddress!
          for plane in planes {
            let (source, target) = (
              source + plane * height * width, target + plane * height * width
            )
            for row in 0..<height {
              let (source, along) = (source + row * width, along + row * width)
              for x in 0..<width {
                var maximum = source[x]
                for other in max(0, x - radius)...min(width - 1, x + radius) {
                  maximum = max(maximum, source[other])
                }
                along[x] = maximum
              }
            }
            for row in 0..<height {
              let target = target + row * width
              for x in 0..<width { target[x] = along[row * width + x] }
              for other in max(0, row - radius)...min(height - 1, row + radius) {
                for x in 0..<width { target[x] = max(target[x], along[other * width + x]) }
              }
            }
          }
        }
      }
    }
  }
}
