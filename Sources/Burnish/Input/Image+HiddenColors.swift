import BurnishImages
import BurnishInverse
import BurnishTensors

extension Image {
  /// The image with hidden colors replaced: where alpha is 0, colors continue the visible
  /// surroundings.
  ///
  /// Programs leave arbitrary colors there. A filter that reads neighborhoods would spread them
  /// into visible pixels. Images without alpha or without a visible pixel stay unchanged.
  public func withHiddenColorsFilled() -> Image {
    guard let alpha else { return self }
    let seen = alpha.withUnsafeSamples { alpha in
      Tensor(shape: [1, 1, height, width]) { seen in
        for index in seen.indices { seen[index] = alpha[index] > 0 ? 1 : 0 }
      }
    }
    guard seen.minimum() == 0, seen.maximum() == 1 else { return self }
    let mask = Mask(ofChannels: Tensor.joined(Array(repeating: seen, count: channels)))
    var result = self
    result.samples = filled(mask.apply(samples), known: mask.weights)
    return result
  }
}
