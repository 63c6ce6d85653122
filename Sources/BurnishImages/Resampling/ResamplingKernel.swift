/// How new samples are made of old ones. Each dialect has its own variant; ``ResamplingDialect``
/// lists them.
public enum ResamplingKernel: String, Sendable, Hashable, CaseIterable {
  /// The sample whose place is nearest.
  case nearest
  /// The mean over a sample's own area.
  case box
  /// Linear interpolation in each direction.
  case bilinear
  /// Keys' cubic convolution ("Cubic Convolution Interpolation for Digital Image Processing",
  /// 1981).
  case bicubic
  /// A windowed sinc.
  case lanczos
}

/// Whose resizing is followed, to the last digits. The same name means something else in each.
///
/// | | Pillow, mode F | MATLAB imresize | OpenCV resize |
/// | --- | --- | --- | --- |
/// | `nearest` | `NEAREST` | `nearest` | `INTER_NEAREST` |
/// | `box` | `BOX` | `box` | `INTER_AREA` |
/// | `bilinear` | `BILINEAR` | `bilinear` | `INTER_LINEAR` |
/// | `bicubic` | `BICUBIC`, a = -0.5 | `bicubic`, a = -0.5 | `INTER_CUBIC`, a = -0.75 |
/// | `lanczos` | `LANCZOS`, 3 lobes | `lanczos3` | `INTER_LANCZOS4`, 4 lobes |
/// | borders | window cut off, weights renormalized | mirrored, the edge repeated | edge replicated |
/// | reduction | antialiased, but for `nearest` | antialiased, but for `nearest` | never; `box` is a mean |
///
/// In these three, samples are squares: the outer borders of both images coincide. In deepinv's `Downsampling` they are
/// not: whatever the factor f, sample i of the reduced image stands at f i + 1/2. Its factors are whole, its kernels
/// `nearest` (f i without a filter), `bilinear` and `bicubic` (a = -0.5), antialiased, and its borders circular.
///
/// Other libraries follow one of them: PyTorch's `interpolate` with antialiasing Pillow (but for rounding, with its
/// borders), without it OpenCV; basicsr, and deepinv's `DownsamplingMatlab`, MATLAB. scikit-image's `resize` follows none.
public enum ResamplingDialect: String, Sendable, Hashable, CaseIterable {
  case pillow
  case matlab
  case openCV = "opencv"
  case deepInv = "deepinv"

  /// Whether the dialect has a kernel.
  package func offers(_ kernel: ResamplingKernel) -> Bool {
    self != .deepInv || [.nearest, .bilinear, .bicubic].contains(kernel)
  }

  /// Whether the dialect reduces by factors that are not whole.
  package var takesFractions: Bool { self != .deepInv }

  /// Whether the dialect widens the kernel when it reduces an image, unless told otherwise.
  func antialiases(_ kernel: ResamplingKernel) -> Bool { self != .openCV && kernel != .nearest }

  /// Whether the samples of a reduced image are means over all that they cover.
  package func averages(_ kernel: ResamplingKernel) -> Bool {
    antialiases(kernel) || kernel == .box
  }
}
