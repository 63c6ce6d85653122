import BurnishTensors

/// The positions of a deformable kernel's taps, and the values outside the image.
public enum KernelGeometry: String, Sendable, Hashable, Codable {
  /// The grid of k x k taps is centered on the pixel, and offsets are in pixels. Outside the image, the
  /// target's border pixels repeat.
  case paper
  /// The geometry of the authors' release of FDKN. In the window of d x d pixels around a pixel, tap i of
  /// an axis reads at `(d / 2 rounded down + i + offset) * (d - 1) / d` from the window's first pixel. The
  /// target is 0 outside the image.
  ///
  /// Here positions stay inside the window. In the release, the target fades to 0 within one pixel beyond
  /// it, where hardly any tap of the released weights reads.
  case release

  func sampling(kernelSize: Int, windowRadius: Int, subsampling: Int) -> SamplingGeometry {
    var geometry = SamplingGeometry(
      kernelSize: kernelSize, windowRadius: windowRadius, subsampling: subsampling)
    if self == .release {
      let radius = Float(windowRadius)
      let scale = 2 * radius / (2 * radius + 1)
      geometry.tapSpacing = scale
      geometry.offsetScale = scale
      // The middle tap without offset, relative to the pixel, which is the window's center.
      geometry.tapShift = (radius + Float(kernelSize - 1) / 2) * scale - radius
      geometry.border = .zero
    }
    return geometry
  }
}
