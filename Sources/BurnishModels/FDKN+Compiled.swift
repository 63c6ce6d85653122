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
      let margin = FDKN.margin(of: target.shape)
      let target = pad(target, by: margin, mode: .replicate)
      let factors = factors(target, guide: pad(guide, by: margin, mode: .replicate))
      return crop(filter(target, factors), by: margin)
    }

    func kernel(_ target: Tensor, guide: Tensor, x: Int, y: Int) -> PixelKernel {
      checkPair(target: target.shape, guide: guide.shape)
      let margin = FDKN.margin(of: target.shape)
      let factors = factors(
        pad(target, by: margin, mode: .replicate), guide: pad(guide, by: margin, mode: .replicate))
      let (row, line) = y.quotientAndRemainder(dividingBy: FDKN.block)
      let (column, place) = x.quotientAndRemainder(dividingBy: FDKN.block)
      return filter.kernel(
        factors, row: row, column: column, phase: line * FDKN.block + place)
    }

    /// What the branches predict of images whose sides are multiples of the block.
    private func factors(_ target: Tensor, guide: Tensor) -> [KernelFactors] {
      [
        guideBranch.map { branch in
          branch(spaceToDepth(luma.map { $0(guide) } ?? guide, block: FDKN.block))
        },
        targetBranch.map { $0(spaceToDepth(target, block: FDKN.block)) },
      ].compactMap(\.self)
    }
  }
}
