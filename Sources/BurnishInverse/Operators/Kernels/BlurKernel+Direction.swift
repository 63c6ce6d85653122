import BurnishSolvers
import BurnishTensors

extension BlurKernel {
  /// Whether an image looks blurred by the kernel turned by half a turn instead, as kernels are stored by
  /// programs that correlate.
  ///
  /// Both explain any image equally well by some image before; but the one before that the wrong kernel
  /// leads to rings at every edge. So the total variations of the two are compared, each the minimum of
  /// `‖D x − B‖² + ρ ‖x − B‖²` in the middle of the image. Both kernels lie around their middles there: what is
  /// merely moved is not turned.
  ///
  /// On 16 photographs of Levin et al. (two images) that of the right one is 0.88 to 0.94 of the other's;
  /// with noise of 2.55 the two differ by 1 to 4 %, and less is not told.
  /// - Parameters:
  ///   - observed: the blurred image, `[1, C, H, W]`, samples in 0...1.
  ///   - sigma: the standard deviation of its noise for samples in 0...255.
  /// - Returns: `false` where it makes no difference, as for kernels that are symmetric.
  public func appearsRotated(on observed: Tensor, sigma: Float) -> Bool {
    let (x, y) = offset
    let center = StoredKernel.Place(
      column: width / 2 + Int(x.rounded()), row: height / 2 + Int(y.rounded()))
    guard let kernel = try? StoredKernel(weights, origin: center).kernel(),
      let other = try? BlurKernel(kernel.turned)
    else { return false }
    // Half of this is what a turn moves.
    guard abs(kernel.weights - other.weights).preciseSum() > 0.1 else { return false }
    let size = 256
    func middle(_ extent: Int) -> Range<Int> {
      let start = max(0, (extent - size) / 2)
      return start..<min(extent, start + size)
    }
    let part = observed.cropped(rows: middle(observed.shape[2]), columns: middle(observed.shape[3]))
    let shift = min(max(8e-3 * Double(sigma) * Double(sigma), 0.01), 0.1)
    return other.variation(behind: part, shift: shift)
      < 0.98 * kernel.variation(behind: part, shift: shift)
  }

  /// The total variation of the image that a blurred one comes from.
  private func variation(behind observed: Tensor, shift: Double) -> Double {
    let problem = InverseProblem.deblurring(observed, kernel: self, border: .valid, sigma: 0)
    let equations = ConjugateGradient(relativeTolerance: 1e-3, maximumIterations: 20)
    let before = problem.visible(
      problem.dataStep(near: problem.start, weight: shift, equations: equations).image)
    let differences = before.forwardDifferences()
    return abs(differences).preciseSum()
  }
}
