import Burnish
import BurnishData
import BurnishEvaluation
import BurnishFilters
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// Evaluations of noise, on images that the tests write themselves.
@Suite struct NoiseEvaluationTests {
  /// Lu's full scale is 0...255, so the noise alone is the error.
  @Test func noiseHasItsDeviation() throws {
    try DataFolder.withLu(count: 3) { folder in
      let split = try Split<DepthSample>(.lu, dataDirectory: folder)
      let evaluation = DepthNoiseEvaluation(split: split, sigma: 18)
      let report = try evaluation.run(.unchanged)
      #expect(report.strength == .sigma(18) && report.protocol == "awgn-depth")
      #expect(report.metrics == ["rmse", "rmse255"] && report.model == "none")
      for row in report.rows {
        // With 600 samples, the standard error of the deviation is 3%.
        #expect(abs(row.values[0] - 18) < 2 && abs(row.values[1] - row.values[0]) < 1e-3)
      }
      // Each run has the same noise. Each image and each seed have different noise.
      #expect(try evaluation.run(.unchanged).means == report.means)
      #expect(Set(report.rows.map { $0.values[0] }).count == 3)
      var other = evaluation
      other.noise.seed = 2
      #expect(try other.run(.unchanged).means != report.means)
      // A limit on the number of images does not change the noise of the first ones.
      let few = try Split<DepthSample>(.lu, dataDirectory: folder, limit: 2)
      let short = try DepthNoiseEvaluation(split: few, sigma: 18).run(.unchanged)
      #expect(short.rows.map(\.values) == report.rows.prefix(2).map(\.values))
    }
  }

  /// Errors in centimeters are computed with the depth range of each image.
  @Test func errorsOfNYUAreInCentimeters() throws {
    struct Truth: JointFilter {
      let reach = 0
      let alignment = 1
      func filter(target: Tensor, guide: Tensor) -> Tensor {
        Tensor(shape: target.shape, values: (0..<4).map { Float($0) / 3 + 0.1 })
      }
    }
    try DataFolder.with { folder in
      let levels: [Float] = [10, 61, 112, 163]
      try DataFolder.write(
        Image(samples: Tensor(shape: [1, 1, 1, 4], values: levels.map { $0 / 255 })),
        to: "rgbd/NYU-test/depth/1.png", in: folder)
      try DataFolder.write(
        DataFolder.gray(9, width: 4, height: 1).inRGB(), to: "rgbd/NYU-test/rgb/1.png",
        in: folder)
      let split = try Split<DepthSample>(.nyu, dataDirectory: folder.path)
      let report = try DepthNoiseEvaluation(split: split, sigma: 5)
        .run(JointModel(name: "truth", filter: Truth()))
      // A tenth of 153 levels, of 1000 / 255 cm each.
      #expect(abs(report.means[0] - 60) < 1e-3 && abs(report.means[1] - 25.5) < 1e-3)
    }
  }

  @Test func infraredNoiseCountsAfterClipping() throws {
    try DataFolder.with { folder in
      for index in 0..<13 {
        let level: Float = index == 12 ? 255 : 128
        try DataFolder.write(
          DataFolder.gray(level, width: 64, height: 48).inRGB(),
          to: "nir/country/\(index + 10)_rgb.jpg", in: folder)
        try DataFolder.write(
          DataFolder.gray(7, width: 64, height: 48),
          to: "nir/country/\(index + 10)_nir.jpg", in: folder)
      }
      let split = try Split<NearInfraredSample>(.nir, dataDirectory: folder.path)
      let evaluation = NearInfraredEvaluation(split: split, sigma: 25)
      let report = try evaluation.run(.unchanged)
      #expect(report.metrics == ["psnr", "ssim"] && report.rows.count == 12)
      // 20 log10(255 / 25) where nothing is clipped; white loses half of its noise by clipping.
      #expect(abs(report.rows[0].values[0] - 20.17) < 0.3)
      #expect(abs(report.rows[11].values[0] - 23.18) < 0.3)
      #expect(report.rows.allSatisfy { (-1...1).contains($0.values[1]) })
      let unguided = try evaluation.runUnguided(.unchanged)
      #expect(unguided.model == "none, unguided")
      for (row, other) in zip(report.rows, unguided.rows) {
        // The conversion to opponent colors and back only rounds.
        #expect(abs(row.values[0] - other.values[0]) < 1e-3)
      }
    }
  }
}

extension Model where Filter == any JointFilter {
  /// A model that leaves the noise as it is.
  fileprivate static var unchanged: Self { Self(name: "none", filter: IdentityFilter()) }
}
