import BurnishCore
import BurnishImages
import BurnishTensors

/// Fills holes smoothly from their surroundings. Known samples are averaged over ever larger squares until
/// each square has some. The averages then fill the holes.
///
/// S. J. Gortler et al., "The Lumigraph", 1996, section 3.4 (push and pull).
/// - Parameters:
///   - samples: `[1, C, H, W]`, 0 where there is a hole.
///   - weights: how far each sample is known, 0...1, in the same shape.
/// - Returns: the filled samples, in the same shape; 0 for a channel without known samples.
package func filled(_ samples: Tensor, known weights: Tensor) -> Tensor {
  require(
    samples.shape == weights.shape,
    "weights of shape \(weights.shape) do not go with samples of \(samples.shape)")
  let (height, width) = (samples.shape[2], samples.shape[3])
  if height == 1 && width == 1 { return samples }
  let hasHoles = weights.withUnsafeSamples { $0.contains { $0 < 1 } }
  guard hasHoles else { return samples }
  let (sums, counts) = (halved(samples * weights), halved(weights))
  // A square with one known pixel is as well known as one with four.
  let coarse = filled(
    divided(sums, by: counts), known: counts.clipped(to: 0...1))
  let around = coarse.resized(height: height, width: width, kernel: .bilinear, dialect: .openCV)
  return samples * weights + around * (weights * -1 + 1)
}

/// The sums over blocks of 2 x 2 pixels, or over partial blocks at the borders.
private func halved(_ x: Tensor) -> Tensor {
  let even = x.padded(by: .init(toMultiplesOf: 2, of: x.shape), mode: .zero)
  let (rows, columns) = (even.shape[2] / 2, even.shape[3] / 2)
  return even.withUnsafeSamples { even in
    Tensor(shape: [1, x.shape[1], rows, columns]) { sums in
      for index in sums.indices {
        let (row, column) = index.quotientAndRemainder(dividingBy: columns)
        let first = 4 * row * columns + 2 * column
        sums[index] =
          even[first] + even[first + 1] + even[first + 2 * columns] + even[first + 2 * columns + 1]
      }
    }
  }
}

/// The quotients, or 0 where the divisor is 0.
private func divided(_ x: Tensor, by divisor: Tensor) -> Tensor {
  x.withUnsafeSamples { x in
    divisor.withUnsafeSamples { divisor in
      Tensor(shape: [1, x.count]) { quotients in
        for index in x.indices {
          quotients[index] = divisor[index] > 0 ? x[index] / divisor[index] : 0
        }
      }
    }
  }.reshaped(to: x.shape)
}
