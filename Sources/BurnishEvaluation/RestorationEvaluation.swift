import Burnish
import BurnishCore
import BurnishData
import BurnishImages
import BurnishTensors

/// Measures how well images of a suite are restored from what was done to them.
public struct RestorationEvaluation: Sendable {
  /// What is done to the images.
  public enum Task: Sendable, Hashable {
    /// `daep-sr`: images in 8 bits, cropped to a multiple of the factor, reduced as MATLAB's `imresize` does
    /// (bicubic) and rounded to 8 bits. The result is rounded to 8 bits and measured without a border of as
    /// many pixels as the factor, all three colors together.
    case superResolution(factor: Int)
    /// `levin-deblur` and `kodak-deblur`: a blur that sees no borders, and noise, neither clipped nor rounded;
    /// measured where the blurred image is. Of Kodak's images the middle 256x256 pixels are taken.
    case deblurring(sigma: Double)
    /// `missing-pixels`: as large a share of the pixels is lost, each by itself and in all colors; measured
    /// everywhere.
    case inpainting(missing: Double)
    /// `composed`: images, cropped to a multiple of the factor, are blurred by a Gaussian whose standard deviation is
    /// given in pixels (0 for none) with replicated borders, reduced as MATLAB's `imresize` does (bicubic, by 1 for not at
    /// all), and get noise, neither clipped nor rounded; measured everywhere, all three colors together.
    case composition(blur: Double, factor: Int, sigma: Double)

    /// The standard deviation of the noise that is added, for samples in 0...255; 0 for none.
    public var sigma: Double {
      switch self {
      case .deblurring(let sigma), .composition(_, _, let sigma): sigma
      case .superResolution, .inpainting: 0
      }
    }
  }

  /// What restores a degraded image.
  public struct Restorer {
    /// The name that the report bears.
    public var name: String
    /// What the report says of how it works.
    public var settings: [String: String]
    /// Gives the image in the shape of the problem's start.
    public var restore: (InverseProblem) throws -> Tensor

    public init(
      name: String, settings: [String: String] = [:],
      restore: @escaping (InverseProblem) throws -> Tensor
    ) { (self.name, self.settings, self.restore) = (name, settings, restore) }

    /// A solver for a task.
    public init(_ solver: NamedSolver, for task: Task) {
      self.init(name: solver.name, settings: solver.settings(sigma: Float(task.sigma))) {
        solver.solver.solve($0).image
      }
    }

    /// The one that leaves a problem where it starts: bicubic enlargement, the blurred image, holes filled
    /// smoothly.
    public static var none: Restorer { Restorer(name: "none") { $0.start } }
  }

  private static let kodakSize = 256

  static let metrics = ["before", "psnr", "seconds"]

  public let suite: RestorationSuite
  public let task: Task
  /// Of noise and of missing pixels; those of an image depend on it and on the image's number in the suite.
  public var seed: UInt64 = 1

  public init(suite: RestorationSuite, task: Task) { (self.suite, self.task) = (suite, task) }

  /// The restorer's figures for each image: `psnr` in decibels before and after, and the `seconds` it took.
  ///
  /// - Parameters:
  ///   - earlier: a report of the same evaluation whose images are not restored again, and the file that it is from.
  ///   - progress: called after each image with the report so far and the number of images.
  /// - Throws: ``Failure`` as `Image.readInRange`, and `badData` where `earlier` is of another evaluation or a
  ///   image is too small; and whatever the restorer or `progress` throws, which ends the work.
  public func run(
    _ restorer: Restorer, resuming earlier: (report: EvaluationReport, path: String)? = nil,
    progress: (EvaluationReport, Int) throws -> Void = { _, _ in }
  ) throws -> EvaluationReport {
    var report = EvaluationReport(
      set: suite.name.rawValue, model: restorer.name, protocol: protocolName, strength: strength,
      unit: "dB and seconds", metrics: Self.metrics)
    report.settings = restorer.settings.merging(settings) { $1 }
    if let earlier { try earlier.report.check(continues: report, path: earlier.path) }
    let done = Dictionary(
      (earlier?.report.rows ?? []).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for (index, item) in suite.files.enumerated() {
      report.rows.append(try done[item.name] ?? measured(item, number: index, restorer))
      try progress(report, suite.files.count)
    }
    return report
  }

  private var protocolName: String {
    switch task {
    case .superResolution: "daep-sr"
    case .deblurring: suite.name == .kodak ? "kodak-deblur" : "levin-deblur"
    case .inpainting: "missing-pixels"
    case .composition: "composed"
    }
  }

  /// What the report says of the task beside its strength.
  private var settings: [String: String] {
    switch task {
    case .composition(let blur, let factor, _): ["blur": "\(blur)", "factor": "\(factor)"]
    case .deblurring where suite.name == .kodak: ["middle": "\(Self.kodakSize)x\(Self.kodakSize)"]
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

  /// A degraded image, and what is to come of it.
  private func degraded(
    _ item: RestorationFiles, number: Int
  ) throws -> (problem: InverseProblem, truth: Tensor) {
    let image = try suite.sample(item).image
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
      let low = roundedTo8Bits(DegradationStep.applied(steps, to: truth))
      return (try .composed(low, of: steps, sigma: 0, subject: item.image), truth)
    case .deblurring(let sigma):
      guard let path = item.kernel else {
        preconditionFailure("the suite \(suite.name) has no kernels")
      }
      // As it is stored: what was measured before had its margins too.
      let kernel = try BlurKernel(StoredKernel(contentsOf: path).samples, subject: path)
      let sharp =
        suite.name == .levin
        ? image.grayscale().samples : image.inRGB().samples.middle(size: Self.kodakSize)
      guard kernel.height < image.height, kernel.width < image.width else {
        throw Failure(
          .badData, item.image, found: "\(image.width)x\(image.height) pixels",
          wanted: "more than the kernel's \(kernel.width)x\(kernel.height)")
      }
      let blurred = Blur(kernel, border: .valid, of: sharp.shape).apply(sharp)
      let noise = random.normal(shape: blurred.shape, standardDeviation: Float(sigma) / 255)
      return (
        .deblurring(blurred + noise, kernel: kernel, border: .valid, sigma: Float(sigma)),
        sharp.cropped(by: kernel.margin)
      )
    case .composition(let blur, let factor, let sigma):
      let kernel = blur > 0 ? BlurKernel.gaussian(standardDeviation: blur) : nil
      let least = max(factor, kernel?.height ?? 1)
      guard min(image.width, image.height) >= least else {
        throw Failure(
          .badData, item.image, found: "\(image.width)x\(image.height) pixels",
          wanted: "\(least) pixels at least on each side")
      }
      let truth = cropped(image.inRGB().samples, to: factor)
      var steps: [DegradationStep] = []
      if let kernel { steps.append(.blur(kernel, border: .replicate)) }
      if factor > 1 { steps.append(.reduction(factor: Double(factor))) }
      let clean = DegradationStep.applied(steps, to: truth)
      let noise = random.normal(shape: clean.shape, standardDeviation: Float(sigma) / 255)
      let problem = try InverseProblem.composed(
        clean + noise, of: steps, sigma: Float(sigma), subject: item.image)
      return (problem, truth)
    case .inpainting(let missing):
      let truth = image.inRGB().samples
      let known = Tensor(
        shape: [1, 1, image.height, image.width],
        values: (0..<image.height * image.width).map { _ in random.chance(missing) ? 0 : 1 })
      return (.inpainting(truth, known: Mask(known, channels: 3)), truth)
    }
  }
}

/// Samples as a file of 8 bits holds them.
func roundedTo8Bits(_ samples: Tensor) -> Tensor {
  var stored = samples.clipped(to: 0...1)
  stored.withUnsafeMutableSamples { samples in
    for index in samples.indices { samples[index] = (samples[index] * 255).rounded() / 255 }
  }
  return stored
}
