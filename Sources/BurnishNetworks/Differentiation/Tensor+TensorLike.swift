import BurnishTensors

extension Tensor: TensorLike {
  public func padded(by margin: ConvolutionGeometry.Padding, mode: BorderMode) -> Tensor {
    pad(self, by: margin, mode: mode)
  }

  public func cropped(by margin: ConvolutionGeometry.Padding) -> Tensor { crop(self, by: margin) }

  public func picked(at lattice: PixelLattice) -> Tensor { pick(self, at: lattice) }

  public func imagesRepeated(_ count: Int) -> Tensor { repeatImages(self, count: count) }

  public static func joined(_ parts: [Tensor]) -> Tensor { concatenateChannels(parts) }

  public func blocksInChannels(_ block: Int) -> Tensor { spaceToDepth(self, block: block) }

  public func channelsInBlocks(_ block: Int) -> Tensor { depthToSpace(self, block: block) }

  public func blocksInImages(_ block: Int) -> Tensor { spaceToBatch(self, block: block) }

  public func imagesInBlocks(_ block: Int) -> Tensor { batchToSpace(self, block: block) }

  public func maxPooled() -> (output: Tensor, switches: PoolingSwitches) { maxPool2x2(self) }

  public func maxUnpooled(_ switches: PoolingSwitches) -> Tensor {
    maxUnpool2x2(self, switches: switches)
  }

  public func resizedBilinearly(height: Int, width: Int) -> Tensor {
    resizeBilinear(self, height: height, width: width)
  }

  public func forwardDifferences() -> Tensor { BurnishTensors.forwardDifferences(self) }

  public func applying(_ block: ConvolutionBlock, geometry: ConvolutionGeometry) -> Tensor {
    block.folded(geometry).forward(self)
  }

  /// In one pass, without the products of the branches in memory.
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
