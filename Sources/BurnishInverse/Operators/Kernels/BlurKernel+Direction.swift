import BurnishCore
import BurnishSolvers
import BurnishTensors

extension BlurKernel {
  /// Whether an image seems blurred by the kernel rotated by 180°. Programs that correlate store kernels
  /// in this way.
  ///
  /// For each kernel, some sharp image fits the data equally well. But the wrong kernel leads to ringing at
  /// every edge. So the method compares the total variation of the two sharp images. Each is the minimum of
  /// `‖D x − B‖² + ρ ‖x − B‖²` in the middle of the image. Both kernels are centered first, so a mere offset
  /// does not count as a rotation.
  ///
  /// On 16 photographs of Levin et al. (two images), the right kernel's total variation is 0.88 to 0.94 of
  /// the other's. With noise of 2.55, the two differ by 1 to 4 %. The method ignores differences below 2 %.
  /// - Parameters:
  ///   - observed: the blurred image, `[1, C, H, W]`, samples in 0...1.
  ///   - sigma: the standard deviation of its noise for samples in 0...255.
  /// - Returns: `false` if the rotation makes no difference, as for symmetric kernels.
  public func appearsRotated(on observed: Tensor, sigma: Float) -> Bool {
    let (x, y) = offset
    let center = StoredKernel.Place(
      column: width / 2 + Int(x.rounded()), row: height / 2 + Int(y.rounded()))
    guard let kernel = try? StoredKernel(weights, origin: center).kernel(),
      let other = try? BlurKernel(kernel.turned)
    else { return false }
    // Half of this sum is the weight that the rotation moves.
    guard abs(kernel.weights - other.weights).preciseSum() > 0.1 else { return false }
    let size = 256
    func middle(_ extent: Int) -> Range<Int> {
      let start = max(0, (extent - size) / 2)
      return start..<min(extent, start + size)
    }
    let part = observed.cropped(rows: middle(observed.shape[2]), columns: middle(observed.shape[3]))
    let shift = min(max(8e-3 * Double(sigma) * Double(sigma), 0.01), 0.1)
    guard let turned = try? other.variation(behind: part, shift: shift),
      let given = try? kernel.variation(behind: part, shift: shift)
    else { return false }
    return turned < 0.98 * given
  }

  /// The total variation of the sharp image behind a blurred one.
  private func variation(behind observed: Tensor, shift: Double) throws(Failure) -> Double {
    let problem = try InverseProblem.deblurring(observed, kernel: self, border: .valid, sigma: 0)
    let equations = ConjugateGradient(relativeTolerance: 1e-3, maximumIterations: 20)
    let before = problem.visible(
      problem.dataStep(near: problem.start, weight: shift, equations: equations).image)
    let differences = before.forwardDifferences()
    return abs(differences).preciseSum()
  }
}
