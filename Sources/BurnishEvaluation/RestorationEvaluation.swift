import Burnish
import BurnishCore
import BurnishData
import BurnishImages
import BurnishTensors

/// Measures the restoration of degraded images of a data set.
public struct RestorationEvaluation: Sendable {
  /// The degradation of the images.
  public enum Task: Sendable, Hashable {
    /// `daep-sr`: 8-bit images, cropped to a multiple of the factor, are reduced like MATLAB's bicubic `imresize`
    /// and rounded to 8 bits. The result is rounded to 8 bits and measured for all three colors together, without
    /// a border of `factor` pixels.
    case superResolution(factor: Int)
    /// `levin-deblur` and `kodak-deblur`: images get a blur without border pixels, and noise, neither clipped nor
    /// rounded. The area of the blurred image is measured. Kodak's images are cropped to the central 256x256 pixels.
    case deblurring(sigma: Double)
    /// `missing-pixels`: each pixel loses all its colors with this probability. The whole image is measured.
    case inpainting(missing: Double)
    /// `composed`: images are cropped to a multiple of the factor, blurred, and reduced, and get noise. The
    /// Gaussian blur has its standard deviation in pixels (0 for none) and replicated borders. The reduction is
    /// like MATLAB's bicubic `imresize` (1 for none). Noise is neither clipped nor rounded. The whole image is
    /// measured for all three colors together.
    case composition(blur: Double, factor: Int, sigma: Double)

    /// The standard deviation of the added noise, for samples in 0...255; 0 for none.
    public var sigma: Double {
      switch self {
      case .deblurring(let sigma), .composition(_, _, let sigma): sigma
      case .superResolution, .inpainting: 0
      }
    }
  }

  /// A method that restores a degraded image.
  public struct Restorer {
    /// The restorer's name in the report.
    public var name: String
    /// The restorer's settings in the report.
    public var settings: [String: String]
    /// Returns the restored image in the shape of the problem's start.
    public var restore: (InverseProblem) throws -> Tensor

    public init(
      name: String, settings: [String: String] = [:],
      restore: @escaping (InverseProblem) throws -> Tensor
    ) { (self.name, self.settings, self.restore) = (name, settings, restore) }

    /// Makes a restorer from a solver for a task.
    public init(_ solver: NamedSolver, for task: Task) {
      self.init(name: solver.name, settings: solver.settings(sigma: Float(task.sigma))) {
        solver.solver.solve($0).image
      }
    }

    /// A restorer that returns the problem's start: the bicubic enlargement, the blurred image, or smoothly
    /// filled holes.
    public static var none: Restorer { Restorer(name: "none") { $0.start } }
  }

  private static let kodakSize = 256

  static let metrics = ["before", "psnr", "seconds"]

  public let split: Split<RestorationSample>
  public let task: Task
  /// The seed of noise and missing pixels; they depend on the seed and the image's number in the data set.
  public var seed: UInt64 = 1

  public init(split: Split<RestorationSample>, task: Task) {
    (self.split, self.task) = (split, task)
  }

  /// Measures a restorer on each image: the decibels `before` and after (`psnr`), and the `seconds` of the
  /// restoration.
  ///
  /// - Parameters:
  ///   - earlier: a report of the same evaluation, whose images are not restored again, and its file.
  ///   - progress: called after each image with the report so far and the number of images.
  /// - Throws: ``Failure`` as `Image.readInRange` does, and `badData` if `earlier` is of another evaluation or an
  ///   image is too small; and the errors of the restorer and `progress`, which stop the evaluation.
  public func run(
    _ restorer: Restorer, resuming earlier: (report: EvaluationReport, path: String)? = nil,
    progress: (EvaluationReport, Int) throws -> Void = { _, _ in }
  ) throws -> EvaluationReport {
    var report = EvaluationReport(
      set: split.dataSet.name, model: restorer.name, protocol: protocolName, strength: strength,
      unit: "dB and seconds", metrics: Self.metrics)
    report.settings = restorer.settings.merging(settings) { $1 }
    if let earlier { try earlier.report.check(continues: report, path: earlier.path) }
    let done = Dictionary(
      (earlier?.report.rows ?? []).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for (index, item) in split.files.enumerated() {
      report.rows.append(try done[item.name] ?? measured(item, number: index, restorer))
      try progress(report, split.files.count)
    }
    return report
  }

  private var protocolName: String {
    switch task {
    case .superResolution: "daep-sr"
    case .deblurring: split.dataSet == .kodak24 ? "kodak-deblur" : "levin-deblur"
    case .inpainting: "missing-pixels"
    case .composition: "composed"
    }
  }

  /// The settings of the task in the report, besides its strength.
  private var settings: [String: String] {
    switch task {
    case .composition(let blur, let factor, _): ["blur": "\(blur)", "factor": "\(factor)"]
    case .deblurring where split.dataSet == .kodak24:
      ["middle": "\(Self.kodakSize)x\(Self.kodakSize)"]
    case .deblurring, .superResolution, .inpainting: [:]
    }
  }

  private var strength: EvaluationReport.Strength {
    switch task {
    case .superResolution(let factor): .factor(factor)
    case .deblurring(let sigma), .composition(_, _, let sigma): .sigma(sigma)
    case .inpainting(let missing): .missing(missing)
    }
  }

  private func measured(
    _ item: RestorationFiles, number: Int, _ restorer: Restorer
  ) throws -> EvaluationReport.Row {
    let (problem, truth) = try degraded(item, number: number)
    let clock = ContinuousClock()
    let begin = clock.now
    let restored = try restorer.restore(problem)
    let duration = (clock.now - begin).components
    let seconds = Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
    return EvaluationReport.Row(
      name: item.name,
      values: [
        decibels(problem.visible(problem.start), truth),
        decibels(problem.settled(restored), truth), seconds,
      ], displacement: Displacement(of: problem.settled(restored).clipped(to: 0...1), from: truth))
  }

  private func decibels(_ result: Tensor, _ truth: Tensor) -> Double {
    switch task {
    case .superResolution(let factor):
      peakSignalToNoiseRatio(roundedTo8Bits(result), truth, peak: 1, border: factor)
    case .deblurring, .inpainting, .composition:
      peakSignalToNoiseRatio(result.clipped(to: 0...1), truth, peak: 1)
    }
  }

  /// Degrades an image; returns the problem and the true result.
  private func degraded(
    _ item: RestorationFiles, number: Int
  ) throws -> (problem: InverseProblem, truth: Tensor) {
    let image = try split.sample(item).image
    var random = RandomNumbers(seed: seed, stream: UInt64(number))
    switch task {
    case .superResolution(let factor):
      let truth = cropped(image.inRGB().samples, to: factor)
      guard min(truth.shape[2], truth.shape[3]) > 2 * factor else {
        throw Failure(
          .badData, item.image, found: "\(image.width)x\(image.height) pixels",
          wanted: "more than a border of \(factor) on each side")
      }
      let steps = [DegradationStep.reduction(factor: Double(factor))]
      let low = roundedTo8Bits(try DegradationStep.applied(steps, to: truth))
      return (try .composed(low, of: steps, sigma: 0, subject: item.image), truth)
    case .deblurring(let sigma):
      guard let path = item.kernel else {
        fatalError("the split \(split.dataSet) has no kernels")
      }
      // The kernel keeps its stored margins, as in earlier measurements.
      let kernel = try BlurKernel(StoredKernel(contentsOf: path).samples, subject: path)
      let sharp =
        split.dataSet == .levin
        ? image.grayscale().samples : image.inRGB().samples.middle(size: Self.kodakSize)
      guard kernel.height < image.height, kernel.width < image.width else {
        throw Failure(
          .badData, item.image, found: "\(image.width)x\(image.height) pixels",
          wanted: "more than the kernel's \(kernel.width)x\(kernel.height)")
      }
      let blurred = try Blur(kernel, border: .valid, of: sharp.shape).apply(sharp)
      let noise = random.normal(shape: blurred.shape, standardDeviation: Float(sigma) / 255)
      return (
        try .deblurring(blurred + noise, kernel: kernel, border: .valid, sigma: Float(sigma)),
        sharp.cropped(by: kernel.margin)
      )
    case .composition(let blur, let factor, let sigma):
      let kernel = blur > 0 ? try BlurKernel.gaussian(standardDeviation: blur) : nil
      let minimum = max(factor, kernel?.height ?? 1)
      guard min(image.width, image.height) >= minimum else {
        throw Failure(
          .badData, item.image, found: "\(image.width)x\(image.height) pixels",
          wanted: "\(minimum) pixels at least on each side")
      }
      let truth = cropped(image.inRGB().samples, to: factor)
      var steps: [DegradationStep] = []
      if let kernel { steps.append(.blur(kernel, border: .replicate)) }
      if factor > 1 { steps.append(.reduction(factor: Double(factor))) }
      let clean = try DegradationStep.applied(steps, to: truth)
      let noise = random.normal(shape: clean.shape, standardDeviation: Float(sigma) / 255)
      let problem = try InverseProblem.composed(
        clean + noise, of: steps, sigma: Float(sigma), subject: item.image)
      return (problem, truth)
    case .inpainting(let missing):
      let truth = image.inRGB().samples
      let known = Tensor(
        shape: [1, 1, image.height, image.width],
        values: (0..<image.height * image.width).map { _ in random.chance(missing) ? 0 : 1 })
      return (try .inpainting(truth, known: Mask(known, channels: 3)), truth)
    }
  }
}

/// Clips and rounds samples as an 8-bit file stores them.
func roundedTo8Bits(_ samples: Tensor) -> Tensor {
  var stored = samples.clipped(to: 0...1)
  stored.withUnsafeMutableSamples { samples in
    for index in samples.indices { samples[index] = (samples[index] * 255).rounded() / 255 }
  }
  return stored
}
