import BurnishNetworks
import BurnishTensors

extension FDKN {
  public func compiled() -> any CompiledJointModel {
    Compiled(
      guideBranch: guideBranch?.compiled(), targetBranch: targetBranch?.compiled(),
      luma: hyperparameters.guide == .gray
        ? CompiledConvolution(weight: Self.luma, bias: nil, geometry: .valid) : nil,
      filter: filter)
  }

  private struct Compiled: KernelPredicting {
    let guideBranch: KernelBranch.Compiled?
    let targetBranch: KernelBranch.Compiled?
    let luma: CompiledConvolution?
    let filter: KernelFilter

    func callAsFunction(_ target: Tensor, guide: Tensor) -> Tensor {
      checkPair(target: target.shape, guide: guide.shape)
      return self(channelsOf: target, guide: guide)
    }

    /// The guide's branch sees the guide once, and the channels come one after the other, so that
    /// memory is that of a single target.
    func callAsFunction(channelsOf targets: Tensor, guide: Tensor) -> Tensor {
      checkPlanes(targets: targets.shape, guide: guide.shape)
      let margin = FDKN.margin(of: targets.shape)
      let guideFactors = factors(guide: pad(guide, by: margin, mode: .replicate))
      let planes = splitChannels(
        pad(targets, by: margin, mode: .replicate),
        counts: Array(repeating: 1, count: targets.shape[1]))
      let results = planes.map { filter($0, guideFactors + factors(target: $0)) }
      return crop(concatenateChannels(results), by: margin)
    }

    func kernel(_ target: Tensor, guide: Tensor, x: Int, y: Int) -> PixelKernel {
      checkPair(target: target.shape, guide: guide.shape)
      let margin = FDKN.margin(of: target.shape)
      let factors =
        factors(guide: pad(guide, by: margin, mode: .replicate))
        + factors(target: pad(target, by: margin, mode: .replicate))
      let (row, line) = y.quotientAndRemainder(dividingBy: FDKN.block)
      let (column, place) = x.quotientAndRemainder(dividingBy: FDKN.block)
      return filter.kernel(
        factors, row: row, column: column, phase: line * FDKN.block + place)
    }

    /// What the guide's branch, if there is one, predicts of images whose sides are multiples of the
    /// block.
    private func factors(guide: Tensor) -> [KernelFactors] {
      guard let guideBranch else { return [] }
      return [guideBranch(spaceToDepth(luma.map { $0(guide) } ?? guide, block: FDKN.block))]
    }

    /// The same of the target's branch.
    private func factors(target: Tensor) -> [KernelFactors] {
      guard let targetBranch else { return [] }
      return [targetBranch(spaceToDepth(target, block: FDKN.block))]
    }
  }
}
