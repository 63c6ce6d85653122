import Foundation

extension Reference {
  /// The orthonormal cosine transform (DCT-II) of the planes of `[N, C, H, W]`, in both directions.
  public static func cosineTransform(_ x: ReferenceTensor) -> ReferenceTensor {
    let (height, width) = (x.shape[2], x.shape[3])
    let (vertical, horizontal) = (cosines(height), cosines(width))
    var (between, result) = (ReferenceTensor(zeros: x.shape), ReferenceTensor(zeros: x.shape))
    for start in stride(from: 0, to: x.count, by: height * width) {
      for y in 0..<height {
        for l in 0..<width {
          between.values[start + y * width + l] = (0..<width).reduce(0) {
            $0 + horizontal[l][$1] * x.values[start + y * width + $1]
          }
        }
      }
      for k in 0..<height {
        for l in 0..<width {
          result.values[start + k * width + l] = (0..<height).reduce(0) {
            $0 + vertical[k][$1] * between.values[start + $1 * width + l]
          }
        }
      }
    }
    return result
  }

  private static func cosines(_ length: Int) -> [[Double]] {
    (0..<length).map { k in
      let scale = ((k == 0 ? 1 : 2) / Double(length)).squareRoot()
      return (0..<length).map {
        scale * cos(.pi * Double(k * (2 * $0 + 1)) / Double(2 * length))
      }
    }
  }
}
