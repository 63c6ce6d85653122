import BurnishTensors

extension Variable: TensorLike {
  public func applying(_ block: ConvolutionBlock, geometry: ConvolutionGeometry) -> Variable {
    block.applied(to: self, geometry: geometry)
  }

  public func filtered(
    by kernels: [PredictedKernels<Variable>], geometry: SamplingGeometry,
    normalization: KernelNormalization
  ) -> Variable {
    func product(_ factors: [Variable]) -> Variable {
      factors.dropFirst().reduce(factors[0]) { $0 * $1 }
    }
    let offsets = kernels.compactMap(\.offsets)
    func sampled(_ weights: Variable) -> Variable {
      deformableSample(
        self, weights: weights, offsets: offsets.isEmpty ? nil : product(offsets),
        geometry: geometry)
    }
    let (weights, taps) = (product(kernels.map(\.weights)), geometry.tapCount)
    switch normalization {
    case .meanSubtraction:
      return picked(at: geometry.lattice) + sampled(subtractTapMean(weights, taps: taps))
    case .sumToOne: return sampled(divideByTapSum(weights, taps: taps))
    }
  }

  public static func applying(
    _ operation: (_ operands: [Tensor], _ constants: [Tensor]) -> OperationResult,
    to operands: [Variable], constants: [Variable]
  ) -> Variable {
    let result = operation(operands.map(\.value), constants.map(\.value))
    return Variable(result.value, of: operands, derivative: result.derivative)
  }
}
