import BurnishTensors
import Foundation
import Testing

@testable import BurnishImages

/// The folder of the public data sets, which are not part of the package.
private let dataFolder = ProcessInfo.processInfo.environment["BURNISH_DATA"]

/// Figures of other implementations of the same resampling on public data.
@Suite(.enabled(if: dataFolder != nil, "needs the data that BURNISH_DATA names"))
struct ProtocolTests {
  private func depthMaps(_ part: String) throws -> [Tensor] {
    let folder = try #require(dataFolder) + "/" + part
    return try files(in: folder).map { try DepthMap.read(folder + "/" + $0).samples }
  }

  private func error(_ first: Tensor, _ second: Tensor, border: Int) -> Double {
    let (height, width) = (first.shape[2], first.shape[3])
    let (a, b) = (first.values, second.values)
    var sum = 0.0
    for y in border..<height - border {
      for x in border..<width - border {
        let difference = Double(a[y * width + x]) - Double(b[y * width + x])
        sum += difference * difference
      }
    }
    return (sum / Double((height - 2 * border) * (width - 2 * border))).squareRoot()
  }

  /// The upper left part, with extents that are multiples of `factor`.
  private func cropped(_ tensor: Tensor, _ factor: Int) -> Tensor {
    let (height, width) = (tensor.shape[2] / factor * factor, tensor.shape[3] / factor * factor)
    let values = tensor.values
    return Tensor(
      shape: [1, 1, height, width],
      values: (0..<height).flatMap { y in
        values[y * tensor.shape[3]..<y * tensor.shape[3] + width]
      })
  }

  @Test(arguments: [
    ("rgbd/Middlebury/Depth", 4, 4.426), ("rgbd/Middlebury/Depth", 8, 7.570),
    ("rgbd/Middlebury/Depth", 16, 11.871), ("rgbd/Lu/Depth", 8, 9.217),
  ])
  func matlabBicubicOfTheLastPixelOfEachBlock(
    _ part: String, _ factor: Int, _ published: Double
  ) throws {
    var sum = 0.0
    let maps = try depthMaps(part)
    for map in maps {
      let truth = cropped(map, factor)
      let (height, width) = (truth.shape[2], truth.shape[3])
      let values = truth.values
      let low = Tensor(
        shape: [1, 1, height / factor, width / factor],
        values: (0..<height / factor).flatMap { y in
          (0..<width / factor).map { x in
            values[(y * factor + factor - 1) * width + x * factor + factor - 1]
          }
        })
      let result = low.resized(height: height, width: width, kernel: .bicubic, dialect: .matlab)
      sum += error(result, truth, border: 0)
    }
    #expect(abs(sum / Double(maps.count) - published) < 0.005, "\(sum / Double(maps.count))")
  }

  @Test(arguments: [
    ("rgbd/Middlebury/Depth", 4, 2.296), ("rgbd/Middlebury/Depth", 8, 4.000),
    ("rgbd/Middlebury/Depth", 16, 6.345), ("rgbd/Lu/Depth", 8, 4.636),
  ])
  func pillowBicubicDownAndUp(_ part: String, _ factor: Int, _ published: Double) throws {
    var sum = 0.0
    let maps = try depthMaps(part)
    for map in maps {
      let truth = cropped(map, factor)
      let (height, width) = (truth.shape[2], truth.shape[3])
      let low = truth.resized(
        height: height / factor, width: width / factor, kernel: .bicubic, dialect: .pillow)
      let result = low.resized(height: height, width: width, kernel: .bicubic, dialect: .pillow)
      sum += error(result, truth, border: 6)
    }
    #expect(abs(sum / Double(maps.count) - published) < 0.005, "\(sum / Double(maps.count))")
  }
}
