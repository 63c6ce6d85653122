import BurnishNetworks
import BurnishTensors

extension FDKN {
  public func compiled() -> any CompiledJointModel {
    Compiled(
      guideBranch: guideBranch.compiled(), targetBranch: targetBranch.compiled(),
      luma: hyperparameters.guide == .gray
        ? CompiledConvolution(weight: Self.luma, bias: nil, geometry: .valid) : nil,
      geometry: samplingGeometry, normalization: normalization)
  }

  private struct Compiled: CompiledJointModel {
    let guideBranch: KernelBranch.Compiled
    let targetBranch: KernelBranch.Compiled
    let luma: CompiledConvolution?
    let geometry: SamplingGeometry
    let normalization: KernelNormalization

    func callAsFunction(_ target: Tensor, guide: Tensor) -> Tensor {
      checkPair(target: target.shape, guide: guide.shape)
      let margin = FDKN.margin(of: target.shape)
      let target = pad(target, by: margin, mode: .replicate)
      let padded = pad(guide, by: margin, mode: .replicate)
      let guide = luma.map { $0(padded) } ?? padded
      let (guideWeights, guideOffsets) = guideBranch(spaceToDepth(guide, block: FDKN.block))
      let (targetWeights, targetOffsets) = targetBranch(spaceToDepth(target, block: FDKN.block))
      let filtered = deformableKernelSample(
        target, guideWeights: guideWeights, targetWeights: targetWeights,
        guideOffsets: guideOffsets, targetOffsets: targetOffsets, geometry: geometry,
        normalization: normalization)
      return crop(filtered, by: margin)
    }
  }
}
