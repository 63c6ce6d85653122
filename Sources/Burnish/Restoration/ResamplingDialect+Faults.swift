import BurnishImages

extension ResamplingDialect {
  /// Why nothing is reduced by a factor and a kernel in this dialect; `nil` where it may be.
  package func fault(factor: Double, kernel: ResamplingKernel) -> String? {
    if !offers(kernel) {
      let kernels = ResamplingKernel.allCases.filter(offers).map(\.rawValue)
      return "has no \(kernel.rawValue); expected \(kernels.joined(separator: ", "))"
    }
    return takesFractions || factor == factor.rounded()
      ? nil : "has no factor of \(factor); expected a whole one"
  }
}
