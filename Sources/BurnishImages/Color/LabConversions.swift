import BurnishCore
import BurnishTensors

/// Converts sRGB to CIE L*a*b* under D65, as in scikit-image.
///
/// - Parameter rgb: `[N, 3, H, W]`, 0...1.
/// - Returns: L, a, b, `[N, 3, H, W]`; L is 0...100, a and b are 0 for gray and within -110...110.
package func rgbToLab(_ rgb: Tensor) -> Tensor {
  mapColors(rgb) { red, green, blue in
    let color = LabColor(red: Double(red), green: Double(green), blue: Double(blue))
    return (color.lightness, color.a, color.b)
  }
}

/// The CIE lightness of gray.
///
/// - Parameter gray: samples that red, green and blue share, 0...1.
/// - Returns: L, 0...100, of the same shape.
package func grayToLightness(_ gray: Tensor) -> Tensor {
  let count = gray.count
  return Tensor(shape: gray.shape) { result in
    let result = result.baseAddress!
    gray.withUnsafeSamples { gray in
      let gray = gray.baseAddress!
      Parallel.forEachRange(count, grain: 1 << 12) { range in
        for index in range {
          result[index] = Float(LabColor.lightness(ofGray: Double(gray[index])))
        }
      }
    }
  }
}

/// Makes RGB from a luma and from a and b of L*a*b*, by finding the lightness that gives this luma.
///
/// The luma and the a and b of a color thus give exactly this color. If the color leaves 0...1 at this luma, it is
/// made paler until it fits, which keeps the luma.
/// - Parameters:
///   - luma: `[1, 1, H, W]` from ``rgbToGray(_:)``, 0...1.
///   - ab: `[1, 2, H, W]`.
/// - Returns: `[1, 3, H, W]`, 0...1.
package func rgb(luma: Tensor, ab: Tensor) -> Tensor {
  let colors = mapColors(Tensor.joined([luma, ab])) { luma, a, b in
    let wanted = Double(luma)
    // Luma is nearly linear in lightness, so the secant method finds it in a few steps.
    func color(_ lightness: Double) -> (red: Double, green: Double, blue: Double, excess: Double) {
      let rgb = LabColor(lightness: lightness, a: Double(a), b: Double(b)).rgb
      let luma = 0.299 * rgb.red + 0.587 * rgb.green + 0.114 * rgb.blue
      return (rgb.red, rgb.green, rgb.blue, luma - wanted)
    }
    var lightness = LabColor.lightness(ofGray: wanted)
    var result = color(lightness)
    var slope = 0.01
    for _ in 0..<12 where abs(result.excess) > 1e-7 {
      let step = min(max(-result.excess / slope, -20), 20)
      let next = color(lightness + step)
      slope = min(max((next.excess - result.excess) / step, 0.002), 0.05)
      (lightness, result) = (lightness + step, next)
    }
    return (result.red, result.green, result.blue)
  }
  return rgb(luma: luma, chromaticity: rgbToChromaticity(colors))
}

/// Converts the color of each pixel.
private func mapColors(
  _ tensor: Tensor, _ map: (Float, Float, Float) -> (Double, Double, Double)
) -> Tensor {
  let shape = tensor.shape
  require(
    shape.count == 4 && shape[1] == 3, "color conversion needs [N, 3, H, W], not \(shape)")
  let area = shape[2] * shape[3]
  return Tensor(shape: shape) { result in
    guard !shape.contains(0) else { return }
    let result = result.baseAddress!
    tensor.withUnsafeSamples { samples in
      let samples = samples.baseAddress!
      withoutActuallyEscaping(map) { map in
        Parallel.forEachRange(shape[0] * area, grain: 1 << 12) { range in
          for index in range {
            let place = index / area * 3 * area + index % area
            let color = map(samples[place], samples[place + area], samples[place + 2 * area])
            result[place] = Float(color.0)
            result[place + area] = Float(color.1)
            result[place + 2 * area] = Float(color.2)
          }
        }
      }
    }
  }
}
