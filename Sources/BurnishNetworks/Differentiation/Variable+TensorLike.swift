import BurnishTensors

extension Variable: TensorLike {
  public func reshaped(to shape: [Int]) -> Variable { reshape(self, to: shape) }

  public func padded(by margin: ConvolutionGeometry.Padding, mode: BorderMode) -> Variable {
    pad(self, by: margin, mode: mode)
  }

  public func cropped(by margin: ConvolutionGeometry.Padding) -> Variable {
    crop(self, by: margin)
  }

  public func picked(at lattice: PixelLattice) -> Variable { pick(self, at: lattice) }

  public func imagesRepeated(_ count: Int) -> Variable { repeatImages(self, count: count) }

  public static func joined(_ parts: [Variable]) -> Variable { concatenateChannels(parts) }

  public func blocksInChannels(_ block: Int) -> Variable { spaceToDepth(self, block: block) }

  public func channelsInBlocks(_ block: Int) -> Variable { depthToSpace(self, block: block) }

  public func blocksInImages(_ block: Int) -> Variable { spaceToBatch(self, block: block) }

  public func imagesInBlocks(_ block: Int) -> Variable { batchToSpace(self, block: block) }

  public func maxPooled() -> (output: Variable, switches: PoolingSwitches) { maxPool2x2(self) }

  public func maxUnpooled(_ switches: PoolingSwitches) -> Variable {
    maxUnpool2x2(self, switches: switches)
  }

  public func resizedBilinearly(height: Int, width: Int) -> Variable {
    resizeBilinear(self, height: height, width: width)
  }

  public func forwardDifferences() -> Variable { BurnishNetworks.forwardDifferences(self) }

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
