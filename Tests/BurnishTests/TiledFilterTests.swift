import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// A mean over a window, weighted by the guide, with zeros outside the image. Its reach is known, and it
/// shows a seam wherever a tile is cut wrongly.
struct WindowFilter: JointFilter {
  let reach = 5
  let alignment = 4

  func filter(target: Tensor, guide: Tensor) -> Tensor {
    let (height, width) = (target.shape[2], target.shape[3])
    let (values, weights) = (target.values, guide.values)
    return Tensor(
      shape: target.shape,
      values: (0..<height * width).map { index in
        var sum: Float = 0
        for dy in -reach...reach {
          for dx in -reach...reach {
            let (y, x) = (index / width + dy, index % width + dx)
            guard (0..<height).contains(y), (0..<width).contains(x) else { continue }
            sum += values[y * width + x] * weights[y * width + x] * Float(dx + 2 * dy + 20)
          }
        }
        return sum
      })
  }
}

@Suite struct TiledFilterTests {
  static func image(channels: Int, height: Int, width: Int) -> Tensor {
    Tensor(
      shape: [1, channels, height, width],
      values: (0..<channels * height * width).map { Float($0 &* 7919 % 251) / 251 })
  }

  @Test(arguments: [(70, 150), (64, 64), (131, 65), (30, 200)])
  func partsFitTogetherWithoutASeam(height: Int, width: Int) throws {
    let target = Self.image(channels: 1, height: height, width: width)
    let guide = Self.image(channels: 3, height: height, width: width)
    let whole = WindowFilter().filter(target: target, guide: guide)
    var shares: [Double] = []
    let tiled = try TiledFilter(WindowFilter(), tileSize: 64)
      .filter(target: target, guide: guide) { shares.append($0) }
    #expect(tiled.shape == whole.shape)
    #expect(tiled.values == whole.values)
    #expect(shares == shares.sorted() && shares.last == 1)
    #expect(shares.count == ((height + 63) / 64) * ((width + 63) / 64))
  }

  /// DeepAM solves one system over the whole image. Only the network that predicts the system runs in tiles.
  @Test func partsOfDeepAMFitTogetherWithoutASeam() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-tiles-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try GuidedDeepAM.write(to: path, undoing: .gaussianNoise(sigma: 25))
    let filter = try ModelCatalog().jointModel(path, for: .noiseReduction).filter
    #expect(filter.reach == 40)
    let target = Self.image(channels: 2, height: 150, width: 205)
    let guide = Self.image(channels: 3, height: 150, width: 205)
    let whole = filter.filter(planes: target, guide: guide)
    var shares: [Double] = []
    let tiled = try TiledFilter(filter, tileSize: 64)
      .filter(target: target, guide: guide) { shares.append($0) }
    #expect(tiled.shape == whole.shape)
    let worst = zip(tiled.values, whole.values).map { abs($0 - $1) }.max()!
    // Sums of convolutions are rounded in a different order, and the solver's tolerance is 1e-5.
    #expect(worst < 2e-5, "\(worst)")
    #expect(shares == shares.sorted() && shares.last == 1 && shares.count > 2 * 12)
    // The filter changes the image, and tiles without a margin would not fit together.
    #expect(zip(whole.values, target.values).contains { abs($0 - $1) > 0.1 })
    let cut = filter.filter(
      target: target.cropped(rows: 0..<64, columns: 0..<64).split(counts: [1, 1])[0],
      guide: guide.cropped(rows: 0..<64, columns: 0..<64))
    #expect(abs(cut.values[63 * 64 + 63] - whole.values[63 * 205 + 63]) > 5e-3)
  }

  /// For large factors γ is small, so distant pixels have a large effect.
  @Test(arguments: [4, 8, 16]) func partsOfShippedDeepAMFitTogether(factor: Int) throws {
    let filter = try ModelCatalog().jointModel("deepam", for: .upsampling(factor: factor)).filter
    let (height, width) = (150, 205)
    let depth = Tensor(
      shape: [1, 1, height, width],
      values: (0..<height * width).map { index in
        let (x, y) = (index % width, index / width)
        return 0.1 + Float(x) / 400 + ((x - 90) * (x - 90) + (y - 70) * (y - 70) < 2500 ? 0.35 : 0)
      })
    let planes = [depth, depth * 0.5, depth * -1 + 1]
    let target = DepthProtocol.dknBicubic.enlarged(
      depth.resized(
        height: height / factor, width: width / factor, kernel: .bicubic, dialect: .openCV),
      factor: factor)
    let padded = target.resized(height: height, width: width, kernel: .bicubic, dialect: .openCV)
    let guide = Tensor.joined(planes)
    let whole = filter.filter(target: padded, guide: guide)
    let tiled = try TiledFilter(filter, tileSize: 64).filter(target: padded, guide: guide)
    let worst = zip(tiled.values, whole.values).map { abs($0 - $1) }.max()!
    #expect(worst * 255 < 0.01, "\(worst * 255) levels")
  }

  @Test func aReachThatIsTooShortShows() throws {
    struct Liar: JointFilter {
      let reach = 0
      let alignment = 1
      func filter(target: Tensor, guide: Tensor) -> Tensor {
        WindowFilter().filter(target: target, guide: guide)
      }
    }
    let target = Self.image(channels: 1, height: 80, width: 80)
    let guide = Self.image(channels: 3, height: 80, width: 80)
    let tiled = try TiledFilter(Liar(), tileSize: 64).filter(target: target, guide: guide)
    #expect(tiled.values != WindowFilter().filter(target: target, guide: guide).values)
  }

  @Test func canceledTasksSkipTheOtherTiles() async throws {
    let target = Self.image(channels: 1, height: 80, width: 80)
    let guide = Self.image(channels: 3, height: 80, width: 80)
    let task = Task {
      var shares: [Double] = []
      let failure = #expect(throws: Failure.self) {
        try Cancellation.run { () throws(Failure) in
          try TiledFilter(WindowFilter(), tileSize: 64).filter(target: target, guide: guide) {
            shares.append($0)
            withUnsafeCurrentTask { $0?.cancel() }
          }
        }
      }
      #expect(failure == .canceled)
      return shares
    }
    #expect(await task.value == [0.25])
  }
}
