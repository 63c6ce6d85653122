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

  private struct Compiled: CompiledJointModel {
    let guideBranch: KernelBranch.Compiled?
    let targetBranch: KernelBranch.Compiled?
    let luma: CompiledConvolution?
    let filter: KernelFilter

    func callAsFunction(_ target: Tensor, guide: Tensor) -> Tensor {
      checkPair(target: target.shape, guide: guide.shape)
      let margin = FDKN.margin(of: target.shape)
      let target = pad(target, by: margin, mode: .replicate)
      let factors = [
        guideBranch.map { branch in
          let padded = pad(guide, by: margin, mode: .replicate)
          return branch(spaceToDepth(luma.map { $0(padded) } ?? padded, block: FDKN.block))
        },
        targetBranch.map { $0(spaceToDepth(target, block: FDKN.block)) },
      ]
      return crop(filter(target, factors.compactMap(\.self)), by: margin)
    }
  }
}
