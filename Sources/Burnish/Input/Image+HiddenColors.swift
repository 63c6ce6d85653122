import BurnishImages
import BurnishInverse
import BurnishTensors

extension Image {
  /// The image with colors in place of those that nobody sees: where alpha is 0, they continue what is seen around.
  ///
  /// Programs leave any color there. A filter that reads its neighborhood would carry it into what is seen. Images
  /// without alpha, or without a pixel that is seen, stay as they are.
  public func withHiddenColorsFilled() -> Image {
    guard let alpha else { return self }
    let seen = alpha.withUnsafeSamples { alpha in
      Tensor(shape: [1, 1, height, width]) { seen in
        for index in seen.indices { seen[index] = alpha[index] > 0 ? 1 : 0 }
      }
    }
    guard seen.minimum() == 0, seen.maximum() == 1 else { return self }
    let mask = Mask(seen, channels: channels)
    var result = self
    result.samples = filled(mask.apply(samples), known: mask.weights)
    return result
  }
}
