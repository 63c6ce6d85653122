import BurnishTensors

/// Where the taps of a deformable kernel stand, and what lies outside of the image.
public enum KernelGeometry: String, Sendable, Hashable, Codable {
  /// The grid of k x k taps is centered on the pixel and offsets are in pixels; the target is
  /// continued by its borders.
  case paper
  /// As the authors' release of FDKN computes: in the window of d x d pixels around a pixel, tap i of an
  /// axis reads at `(d / 2 rounded down + i + offset) * (d - 1) / d`, counted from the window's first
  /// pixel, and the target is 0 outside of the image.
  ///
  /// Positions stay inside the window here; in the release the target fades to 0 within the pixel
  /// beyond it, where hardly any tap of its weights reads.
  case release

  func sampling(kernelSize: Int, windowRadius: Int, subsampling: Int) -> SamplingGeometry {
    var geometry = SamplingGeometry(
      kernelSize: kernelSize, windowRadius: windowRadius, subsampling: subsampling)
    if self == .release {
      let radius = Float(windowRadius)
      let scale = 2 * radius / (2 * radius + 1)
      geometry.tapSpacing = scale
      geometry.offsetScale = scale
      // The middle tap at no offset, relative to the pixel, which is the window's center.
      geometry.tapShift = (radius + Float(kernelSize - 1) / 2) * scale - radius
      geometry.border = .zero
    }
    return geometry
  }
}
