import BurnishNetworks
import BurnishTensors

extension FDKN {
  /// Runs the guide's branch once and filters one channel after the other, so memory is needed for only one target.
  public func filter(channelsOf targets: Tensor, guide: Tensor) -> Tensor {
    checkPlanes(targets: targets.shape, guide: guide.shape)
    let margin = ConvolutionGeometry.Padding(toMultiplesOf: Self.block, of: targets.shape)
    let shared = kernels(guide: guide.padded(by: margin, mode: .replicate))
    let planes = targets.padded(by: margin, mode: .replicate).split(
      counts: Array(repeating: 1, count: targets.shape[1]))
    return Tensor.joined(planes.map { filter($0, shared + kernels(target: $0)) })
      .cropped(by: margin)
  }

  public func kernel(_ target: Tensor, guide: Tensor, x: Int, y: Int) -> PixelKernel {
    checkPair(target: target.shape, guide: guide.shape)
    let margin = ConvolutionGeometry.Padding(toMultiplesOf: Self.block, of: target.shape)
    let kernels =
      kernels(guide: guide.padded(by: margin, mode: .replicate))
      + kernels(target: target.padded(by: margin, mode: .replicate))
    let (row, line) = y.quotientAndRemainder(dividingBy: Self.block)
    let (column, place) = x.quotientAndRemainder(dividingBy: Self.block)
    return filter.kernel(kernels, row: row, column: column, phase: line * Self.block + place)
  }
}
