import BurnishCore
import BurnishTensors

/// The differences of two images at the samples that count.
struct Differences {
  private var values: [Double] = []

  var count: Int { values.count }

  init(_ result: Tensor, _ truth: Tensor, border: Int, valid: Tensor?) {
    require(
      result.shape == truth.shape && truth.shape.count >= 2,
      "a result of shape \(result.shape) cannot be judged by a truth of shape \(truth.shape)")
    require(
      valid == nil || valid!.shape == truth.shape,
      "a mask of shape \(valid?.shape ?? []) does not fit a truth of shape \(truth.shape)")
    let height = truth.shape[truth.shape.count - 2]
    let width = truth.shape[truth.shape.count - 1]
    require(
      border >= 0 && 2 * border < height && 2 * border < width,
      "a border of \(border) leaves nothing of \(width)x\(height) pixels")
    let mask = valid?.values
    result.withUnsafeSamples { result in
      truth.withUnsafeSamples { truth in
        for row in 0..<truth.count / width
        where row % height >= border && row % height < height - border {
          for index in row * width + border..<(row + 1) * width - border
          where mask == nil || mask![index] != 0 {
            values.append(Double(result[index]) - Double(truth[index]))
          }
        }
      }
    }
  }

  /// Returns the sum of `term` over all differences, in `Double` and in order.
  func sum(_ term: (Double) -> Double) -> Double {
    values.reduce(0) { $0 + term($1) }
  }
}
