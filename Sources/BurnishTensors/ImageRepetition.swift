import BurnishCore

// Repeated images and their sums. A tensor in blocks of 16 channels keeps its layout.

extension Tensor {
  /// Repeats each image of `[N, C, H, W]` several times in a row.
  ///
  /// - Parameter count: the number of repetitions; at least 1.
  /// - Returns: `[N * count, C, H, W]`; image `n * count + i` is image `n` of the input. The gradient
  ///   is ``sumOfRepeatedImages(_:count:)``.
  public func imagesRepeated(_ count: Int) -> Tensor {
    let shape = self.shape
    require(
      shape.count == 4 && count > 0, "images of shape \(shape) cannot be repeated \(count) times")
    if count == 1 { return self }
    let (input, output) = alike(self, shape: [shape[0] * count] + shape.dropFirst())
    let length = input.count / max(shape[0], 1)
    Parallel.forEachRange(shape[0] * count) { range in
      for image in range {
        (output.storage.pointer + image * length).update(
          from: input.storage.pointer + image / count * length, count: length)
      }
    }
    withExtendedLifetime(input) {}
    return output
  }
}

/// The sums of every `count` consecutive images.
///
/// - Parameter input: `[N * count, C, H, W]`.
/// - Returns: `[N, C, H, W]`.
package func sumOfRepeatedImages(_ input: Tensor, count: Int) -> Tensor {
  let shape = input.shape
  require(
    shape.count == 4 && count > 0 && shape[0] % count == 0,
    "\(shape[0]) images cannot be summed \(count) by \(count)")
  if count == 1 { return input }
  let (input, output) = alike(input, shape: [shape[0] / count] + shape.dropFirst())
  let length = input.count / max(shape[0], 1)
  // Pieces spread even a single sum over the cores.
  let piece = 1 << 14
  let pieces = (length + piece - 1) / piece
  Parallel.forEachRange(shape[0] / count * pieces) { range in
    for index in range {
      let (image, start) = (index / pieces, index % pieces * piece)
      let samples = min(piece, length - start)
      let sum = output.storage.pointer + image * length + start
      let first = UnsafePointer(input.storage.pointer) + image * count * length + start
      sum.update(from: first, count: samples)
      for other in 1..<count {
        let addend = first + other * length
        for sample in 0..<samples { sum[sample] += addend[sample] }
      }
    }
  }
  withExtendedLifetime(input) {}
  return output
}
