import BurnishCore
import BurnishNetworks
import BurnishTensors

extension DKN {
  /// Filters bands of rows, a quarter of a band's pixels at a time, and a sixteenth during sampling. So features and
  /// kernels never need memory for all pixels at once.
  public func filter(_ target: Tensor, guide: Tensor) -> Tensor {
    checkPair(target: target.shape, guide: guide.shape)
    let images = windows(target, guide: guide)
    let excess = Self.excess(of: target.shape)
    let target = target.padded(by: excess, mode: .replicate)
    let count = target.shape[0]
    var result = Tensor(shape: target.shape) { _ in }
    for rows in Self.bands(of: target.shape) where !Cancellation.isRequested {
      let margin = ConvolutionGeometry.Padding(
        top: rows.lowerBound, bottom: target.shape[2] - rows.upperBound)
      let branches = images.map { ($0.branch, $0.branch.shared($0.image.cropped(by: margin))) }
      for first in PixelLattice.all(stride: 2) where !Cancellation.isRequested {
        let kernels = branches.map { branch, features in
          branch.kernels(ofHalves: features.picked(at: first)).map { $0.plain() }
        }
        for (index, second) in PixelLattice.all(stride: 2).enumerated() {
          let part = kernels.map { $0.map { $0[index * count..<(index + 1) * count] } }
          let lattice = PixelLattice(
            stride: Self.stride, row: first.row + 2 * second.row,
            column: first.column + 2 * second.column
          ).part(rows: rows)
          place(filter(target, part, at: lattice), at: lattice, in: &result)
        }
      }
    }
    return result.cropped(by: excess)
  }

  /// The bands of rows to filter together. They are small enough for bounded memory. They are so large
  /// that the overlap of neighboring bands, 46 rows of the first features, costs little.
  private static func bands(of shape: [Int]) -> [Range<Int>] {
    let rows = max(64, pixelsAtATime / (shape[0] * shape[3]))
    let count = (shape[2] + rows - 1) / rows
    let blocks = shape[2] / stride
    return (0..<count).map { blocks * $0 / count * stride..<blocks * ($0 + 1) / count * stride }
  }

  private static let pixelsAtATime = 640 * 160

  public func kernel(_ target: Tensor, guide: Tensor, x: Int, y: Int) -> PixelKernel {
    checkPair(target: target.shape, guide: guide.shape)
    let first = PixelLattice(stride: 2, row: y % 2, column: x % 2)
    let index = (y / 2 % 2 * 2 + x / 2 % 2) * target.shape[0]
    let kernels = windows(target, guide: guide).map { branch, image in
      branch.kernels(ofHalves: branch.shared(image).picked(at: first)).map {
        $0.plain()[index..<index + 1]
      }
    }
    return filter.kernel(kernels, row: y / Self.stride, column: x / Self.stride)
  }
}
