import Burnish
import BurnishData
import BurnishEvaluation
import BurnishImages
import BurnishImport
import BurnishNetworks
import BurnishTensors
import Foundation
import Testing

private let weightsDirectory = ProcessInfo.processInfo.environment["BURNISH_WEIGHTS"]
private let dataDirectory = ProcessInfo.processInfo.environment["BURNISH_DATA"]
private let autoencoderPath = ProcessInfo.processInfo.environment["BURNISH_AUTOENCODER"]

/// The authors' released weights give the figures of their releases. They are in the folder that the
/// environment variable BURNISH_WEIGHTS names.
@Suite(
  .enabled(if: weightsDirectory != nil, "BURNISH_WEIGHTS names no folder with the releases"))
struct ReleaseTests {
  private func path(_ name: String) throws -> String { "\(try #require(weightsDirectory))/\(name)" }

  private func image(_ name: String) throws -> Tensor { try Image.read(path(name)).samples }

  /// The root mean square difference on 0...255, without a border.
  private func error(_ a: Tensor, _ b: Tensor, border: Int = 0) -> Double {
    func inner(_ tensor: Tensor) -> Tensor {
      tensor.cropped(
        rows: border..<tensor.shape[2] - border, columns: border..<tensor.shape[3] - border)
    }
    let squares = zip(inner(a).values, inner(b).values).map { pair in
      let difference = 255 * (Double(pair.0) - Double(pair.1))
      return difference * difference
    }
    return (squares.reduce(0, +) / Double(squares.count)).squareRoot()
  }

  @Test func fdknOnItsOwnExample() throws {
    let filter = try ModelImport().model(from: path("fdkn/FDKN_8x")).filter().filter
    let (target, guide) = (try image("fdkn/0_lr.png"), try image("fdkn/0_rgb.png"))
    let output = filter.filter(target: target, guide: guide)
    let truth = try image("fdkn/0_gt.png")
    #expect(abs(error(target, truth) - 3.477) < 0.001)
    #expect(abs(error(output, truth) - 1.775) < 0.01, "\(error(output, truth))")
    let result = error(output, try image("fdkn/result.png"))
    #expect(result < 0.30, "\(result)")
  }

  /// The target has every s-th pixel of the example and is enlarged. The release loses 6 pixels at the
  /// borders, so these do not count.
  @Test(arguments: [
    ("Upsampling_4x", 4, 2.20), ("Upsampling_res_4x", 4, 1.95), ("Upsampling_8x", 8, 3.33),
    ("Upsampling_res_8x", 8, 3.36), ("Upsampling_16x", 16, 5.21), ("Upsampling_res_16x", 16, 5.15),
  ])
  func djfOnItsOwnExample(_ name: String, factor: Int, figure: Double) throws {
    let model = try ModelImport().model(from: path("djf/\(name).mat"))
    #expect(model.card.degradation == .upsampling(factor: factor, protocol: .djfNearest))
    let truth = try image("djf/1025_big.png")
    let low = DepthProtocol.djfNearest.reduced(truth, factor: factor)
    let target = DepthProtocol.dknBicubic.enlarged(low, factor: factor)
    let bicubic = [4: 4.42, 8: 7.67, 16: 11.90][factor]!
    #expect(abs(error(target, truth, border: 6) - bicubic) < 0.01)
    let (filter, guide) = (try model.filter().filter, try image("djf/1025_color.png"))
    let output = filter.filter(target: target, guide: guide)
    let found = error(output, truth, border: 6)
    #expect(abs(found - figure) < 0.05, "\(found)")
  }

  @Test(arguments: ["NoiseReduction", "NoiseReduction_res"])
  func noiseReductionOfDJF(_ name: String) throws {
    let model = try ModelImport().model(from: path("djf/\(name).mat"))
    #expect(model.card.task == .noiseReduction)
    #expect(model.card.degradation == .gaussianNoise(sigma: 8.06))
    let truth = try image("djf/1025_big.png")
    var random = RandomNumbers(seed: 1)
    let noisy = truth + random.normal(shape: truth.shape, standardDeviation: 8.06 / 255)
    let (filter, guide) = (try model.filter().filter, try image("djf/1025_color.png"))
    let output = filter.filter(target: noisy, guide: guide)
    let (before, after) = (error(noisy, truth, border: 6), error(output, truth, border: 6))
    #expect(abs(before - 8.06) < 0.1)
    #expect(after < 0.5 * before, "\(after)")
  }

  /// Uses the protocol and the files for which the figures of the released weights are known.
  @Test(
    .enabled(if: dataDirectory != nil, "BURNISH_DATA names no folder with the data sets"),
    arguments: [
      ("fdkn/FDKN_8x", 8, 2.150), ("djf/Upsampling_4x.mat", 4, 2.477),
      ("djf/Upsampling_8x.mat", 8, 4.608), ("djf/Upsampling_16x.mat", 16, 7.512),
      ("djf/Upsampling_res_4x.mat", 4, 2.162), ("djf/Upsampling_res_8x.mat", 8, 4.449),
      ("djf/Upsampling_res_16x.mat", 16, 7.382),
    ])
  func figuresOnLu(_ name: String, factor: Int, figure: Double) throws {
    let split = try Split<DepthSample>(.lu, dataDirectory: #require(dataDirectory))
    try withFolder { folder in
      let weights = "\(folder)/model.safetensors"
      try ModelImport().model(from: path(name)).write(to: weights)
      let model = try ModelCatalog().jointModel(weights, for: .upsampling(factor: factor))
      let report = try UpsamplingEvaluation(split: split, protocol: model.protocol, factor: factor)
        .run(model)
      #expect(abs(report.means[0] - figure) < 0.002, "\(report.means[0])")
    }
  }

  /// Compared with PyTorch: Scripts/golden/autoencoder_release.py made the file from the same weights.
  @Test(
    .enabled(if: autoencoderPath != nil, "BURNISH_AUTOENCODER names no file of PyTorch's outputs"))
  func autoencoderOfDAEP() throws {
    let arrays = try Safetensors.read(#require(autoencoderPath)).tensors
    let truth = try #require(arrays["truth"])
    let noisy = try #require(arrays["noisy"])
    let wanted = try #require(arrays["denoised"])
    let model = try ModelImport().model(from: path("daep/DAE_sigma25.caffemodel"))
    #expect(model.card.degradation == .gaussianNoise(sigma: 25))
    let output = try withFolder { folder in
      try model.write(to: "\(folder)/model.safetensors")
      return try ImageModel(contentsOf: "\(folder)/model.safetensors").filter.filter(noisy)
    }
    let difference = maximumDifference(output, wanted)
    #expect(difference < 1e-3, "\(difference)")
    func decibels(_ image: Tensor) -> Double { 20 * log10(255 / error(image, truth)) }
    #expect(abs(decibels(noisy) - 20.17) < 0.05, "\(decibels(noisy))")
    #expect(abs(decibels(output) - decibels(wanted)) < 1e-3, "\(decibels(output))")
  }

  @Test func otherAutoencoder() throws {
    let model = try ModelImport().model(from: path("daep/DAE_sigma11.caffemodel"))
    #expect(model.card.degradation == .gaussianNoise(sigma: 11))
  }
}
