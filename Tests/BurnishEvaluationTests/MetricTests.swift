import BurnishEvaluation
import BurnishTensors
import Foundation
import Testing

/// The metrics, compared with scikit-image (`Scripts/golden/metrics.py`) and with closed forms.
@Suite struct MetricTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let height, width, planes, border: Int
    let rmse, mae, psnr, bad3, ssim: Double
    var testDescription: String { "\(planes)x\(height)x\(width) border \(border)" }

    /// The image of the script. Its samples are integers, so they are exact in both languages.
    func image(phase: Int) -> Tensor {
      Tensor(
        shape: [1, planes, height, width],
        values: (0..<planes * height * width).map { index in
          let (c, y, x) = (index / (height * width), index / width % height, index % width)
          let smooth = (x * (3 + c) + y * 2) % 200
          let detail =
            (x * x * 7 + y * y * 11 + x * y * 13 + c * 17 + phase * (x * 5 + y * 3)) % 41
          return Float(smooth + detail)
        })
    }

    static let all: [Case] = {
      let url = Bundle.module.url(forResource: "Golden/metrics", withExtension: "json")!
      return try! JSONDecoder().decode([Case].self, from: Data(contentsOf: url))
    }()
  }

  @Test(arguments: Case.all) func agreesWithScikitImage(_ golden: Case) {
    let (truth, result) = (golden.image(phase: 0), golden.image(phase: 1))
    let border = golden.border
    func close(_ value: Double, _ wanted: Double) -> Bool { abs(value - wanted) < 1e-9 * wanted }
    #expect(close(rootMeanSquareError(result, truth, border: border), golden.rmse))
    #expect(close(meanAbsoluteError(result, truth, border: border), golden.mae))
    #expect(close(badPixelPercentage(result, truth, threshold: 3, border: border), golden.bad3))
    #expect(
      close(peakSignalToNoiseRatio(result, truth, peak: 255, border: border), golden.psnr))
    #expect(close(structuralSimilarity(result, truth, peak: 255), golden.ssim))
  }

  @Test func equalImagesArePerfect() {
    let image = Case.all[0].image(phase: 0)
    #expect(rootMeanSquareError(image, image) == 0)
    #expect(peakSignalToNoiseRatio(image, image, peak: 255) == .infinity)
    #expect(abs(structuralSimilarity(image, image, peak: 255) - 1) < 1e-12)
    #expect(badPixelPercentage(image, image, threshold: 0) == 0)
  }

  @Test func borderAndMaskLeaveSamplesOut() {
    let truth = Tensor(zeros: [1, 1, 4, 5])
    var values = [Float](repeating: 2, count: 20)
    values[0] = 1000
    let result = Tensor(shape: [1, 1, 4, 5], values: values)
    #expect(rootMeanSquareError(result, truth, border: 1) == 2)
    var valid = [Float](repeating: 1, count: 20)
    valid[0] = 0
    let mask = Tensor(shape: [1, 1, 4, 5], values: valid)
    #expect(rootMeanSquareError(result, truth, valid: mask) == 2)
    #expect(rootMeanSquareError(result, truth) > 200)
    #expect(badPixelPercentage(result, truth, threshold: 3) == 5)
    #expect(rootMeanSquareError(result, truth, valid: truth).isNaN)
  }

  @Test func aMissingSampleIsNotHidden() {
    let truth = Tensor(zeros: [1, 1, 12, 12])
    var values = [Float](repeating: 0, count: 144)
    values[77] = .nan
    let result = Tensor(shape: [1, 1, 12, 12], values: values)
    #expect(rootMeanSquareError(result, truth).isNaN)
    #expect(structuralSimilarity(result, truth, peak: 1).isNaN)
    #expect(badPixelPercentage(result, truth, threshold: 3) > 0)
  }
}
