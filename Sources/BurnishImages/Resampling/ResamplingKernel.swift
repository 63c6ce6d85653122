/// How new samples are computed from old ones. ``ResamplingDialect`` lists the variant of each dialect.
public enum ResamplingKernel: String, Sendable, Hashable, CaseIterable {
  /// The nearest sample.
  case nearest
  /// The mean over the area of the new sample.
  case box
  /// Linear interpolation in each direction.
  case bilinear
  /// Keys' cubic convolution ("Cubic Convolution Interpolation for Digital Image Processing", 1981).
  case bicubic
  /// A windowed sinc.
  case lanczos
}

/// The library whose resizing is reproduced. The same kernel name means something different in each.
///
/// | | Pillow, mode F | MATLAB imresize | OpenCV resize |
/// | --- | --- | --- | --- |
/// | `nearest` | `NEAREST` | `nearest` | `INTER_NEAREST` |
/// | `box` | `BOX` | `box` | `INTER_AREA` |
/// | `bilinear` | `BILINEAR` | `bilinear` | `INTER_LINEAR` |
/// | `bicubic` | `BICUBIC`, a = -0.5 | `bicubic`, a = -0.5 | `INTER_CUBIC`, a = -0.75 |
/// | `lanczos` | `LANCZOS`, 3 lobes | `lanczos3` | `INTER_LANCZOS4`, 4 lobes |
/// | borders | window cut off, weights renormalized | mirrored, the edge repeated | edge replicated |
/// | reduction | antialiased, except `nearest` | antialiased, except `nearest` | never; `box` is a mean |
///
/// In these three, samples are squares: the outer borders of both images coincide. deepinv's `Downsampling` differs:
/// for a factor f, sample i of the reduced image is always at f i + 1/2. Its factors are whole and its borders
/// circular. Its kernels are `nearest` (f i without a filter), `bilinear` and `bicubic` (a = -0.5), antialiased.
///
/// Other libraries follow one of them. PyTorch's `interpolate` with antialiasing follows Pillow (except for
/// rounding, with its borders), and OpenCV without it. basicsr and deepinv's `DownsamplingMatlab` follow MATLAB.
/// scikit-image's `resize` follows none.
public enum ResamplingDialect: String, Sendable, Hashable, CaseIterable {
  case pillow
  case matlab
  case openCV = "opencv"
  case deepInv = "deepinv"

  /// Whether the dialect has a kernel.
  package func offers(_ kernel: ResamplingKernel) -> Bool {
    self != .deepInv || [.nearest, .bilinear, .bicubic].contains(kernel)
  }

  /// Whether the dialect accepts reduction factors that are not whole.
  package var takesFractions: Bool { self != .deepInv }

  /// Whether the dialect widens the kernel by default when it reduces an image.
  func antialiases(_ kernel: ResamplingKernel) -> Bool { self != .openCV && kernel != .nearest }

  /// Whether each sample of a reduced image is a mean over its whole area.
  package func averages(_ kernel: ResamplingKernel) -> Bool {
    antialiases(kernel) || kernel == .box
  }
}
