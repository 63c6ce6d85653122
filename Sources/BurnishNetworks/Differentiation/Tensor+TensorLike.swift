import BurnishTensors

extension Tensor: TensorLike {
  public func applying(_ block: ConvolutionBlock, geometry: ConvolutionGeometry) -> Tensor {
    block.folded(geometry).forward(self)
  }

  /// Filters in one pass, without storing the products of the branches.
  public func filtered(
    by kernels: [PredictedKernels<Tensor>], geometry: SamplingGeometry,
    normalization: KernelNormalization
  ) -> Tensor {
    deformableKernelSample(
      self, branches: kernels.map { KernelFactors(weights: $0.weights, offsets: $0.offsets) },
      geometry: geometry, normalization: normalization)
  }

  public static func applying(
    _ operation: (_ operands: [Tensor], _ constants: [Tensor]) -> OperationResult,
    to operands: [Tensor], constants: [Tensor]
  ) -> Tensor {
    operation(operands, constants).value
  }
}
