import BurnishImages

extension ResamplingDialect {
  /// Why this dialect does not allow a reduction by this factor and kernel; `nil` if it does.
  package func fault(factor: Double, kernel: ResamplingKernel) -> String? {
    if !offers(kernel) {
      let kernels = ResamplingKernel.allCases.filter(offers).map(\.rawValue)
      return "has no \(kernel.rawValue); expected \(kernels.joined(separator: ", "))"
    }
    return takesFractions || factor == factor.rounded()
      ? nil : "has no factor of \(factor); expected a whole one"
  }
}
