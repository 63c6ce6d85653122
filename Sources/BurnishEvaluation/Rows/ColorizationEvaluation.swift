import Burnish
import BurnishCore
import BurnishData
import BurnishImages
import BurnishTensors
import Foundation

/// Measures the colorization of a data set's images from their luma alone.
public struct ColorizationEvaluation: Sendable, PublishedEvaluation {
  public static let name = "colorize"
  public static let summary = "Measure colorization."
  public static let parameters: [any EvaluationParameter] = [setParameter, model]
  public static let metrics = ["psnr ab", "gray ab", "chroma", "truth"]
  public static let examples: [KeyValuePairs<String, String>] = [
    ["set": "kodak24", "model": "rbdn-lab"], ["set": "set14", "model": "rbdn-ycbcr"],
    ["model": "best.safetensors", "limit": "5"],
  ]

  private static let setParameter = ChoiceParameter<DataSet<ColorImage>>(
    "set", "Data set.", .fallback(.kodak24))
  private static let model = TextParameter.model("Shipped weights or .safetensors file.")

  /// The name of the protocol. The network's input is the image's luma (ITU-R BT.601), not rounded. The result is
  /// clipped to sRGB, not rounded, and converted to L*a*b* under D65. The ratio of a and b has the peak 255.
  public static let protocolName = "luma-to-ab"

  public var split: Split<ColorImage>

  public init(split: Split<ColorImage>) { self.split = split }

  /// Measures a colorizer on each image.
  ///
  /// `psnr ab` is the peak signal-to-noise ratio of the result's a and b together, in decibels; `gray ab` is the
  /// same for the gray image. `chroma` and `truth` are the mean saturations of the result and the true image.
  /// Saturation is the distance of a and b from gray.
  /// - Parameter progress: called after each image with the report so far and the number of images.
  /// - Throws: ``Failure`` as `Image.readInRange` does; and the errors of `progress`, which stop the evaluation.
  public func run(
    _ colorizer: ImageColorizer,
    progress: EvaluationProgress = { _, _ in }
  ) throws -> EvaluationReport {
    var report = EvaluationReport(
      set: split.dataSet.name, model: colorizer.name, protocol: Self.protocolName, strength: nil,
      unit: "dB and units of a and b", metrics: Self.metrics)
    try report.addRows(of: split.files.map(\.path), progress: progress) { path in
      let truth = try Image.readInRange(path)
      let gray = Image(samples: truth.grayscale().samples)
      let result = try colorizer.colorizedBlocking(gray, subject: path)
      let (found, wanted) = (Self.ab(of: result), Self.ab(of: truth))
      return EvaluationReport.Row(
        name: FileSystem.name(of: path),
        values: [
          peakSignalToNoiseRatio(found, wanted, peak: 255),
          peakSignalToNoiseRatio(Tensor(zeros: wanted.shape), wanted, peak: 255),
          Self.saturation(of: found), Self.saturation(of: wanted),
        ])
    }
    return report
  }

  /// Returns a and b, `[1, 2, H, W]`.
  private static func ab(of image: Image) -> Tensor {
    rgbToLab(image.samples).split(counts: [1, 2])[1]
  }

  private static func saturation(of ab: Tensor) -> Double {
    let (area, values) = (ab.count / 2, ab.values)
    return (0..<area).reduce(0.0) { sum, pixel in
      let (a, b) = (Double(values[pixel]), Double(values[area + pixel]))
      return sum + (a * a + b * b).squareRoot()
    } / Double(area)
  }
}

extension ColorizationEvaluation {
  public static func report(
    _ call: EvaluationCall, progress: EvaluationProgress
  ) throws -> EvaluationReport {
    let split = try Split<ColorImage>(
      call.values[setParameter], dataDirectory: call.dataDirectory, limit: call.limit)
    return try Self(split: split).run(
      ModelCatalog().colorizer(call.values[model]), progress: progress)
  }

  static let publishedTasks = [ModelCard.Task.colorization]

  static func reports(
    of weights: String, undoing degradation: Degradation, on split: Split<ColorImage>,
    progress: EvaluationProgress
  ) throws -> [EvaluationReport]? {
    guard case .lostColors = degradation else { return nil }
    return [
      try Self(split: split).run(ImageColorizer(contentsOf: weights), progress: progress)
    ]
  }
}
