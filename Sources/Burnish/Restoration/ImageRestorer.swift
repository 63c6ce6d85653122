import BurnishCore
import BurnishImages
import BurnishInverse
import BurnishTensors

/// Restores images whose degradation is known.
///
/// ```swift
/// let blurred = try Image.read("blurred.png")
/// let kernel = try BlurKernel(contentsOf: "kernel.png")
/// let restorer = ImageRestorer(Splitting(prior: try ModelCatalog().prior()))
/// let restored = try await restorer.restored(blurred) {
///   try .deblurring($0, kernel: kernel, border: .valid, sigma: 2.55)
/// }
/// try restored.image.write(to: "sharp.png")
/// ```
public struct ImageRestorer: Sendable {
  public var solver: any InverseSolver

  public init(_ solver: any InverseSolver) { self.solver = solver }

  /// The result and how it was computed.
  public struct RestoredImage: Sendable {
    public var image: Image
    public var iterations: [RestorationIteration]
    /// Whether all iterations ran; `false` if the work was stopped early.
    public var isComplete: Bool
    /// The divisor of the samples during solving: ``Image/lightScale`` of the observed samples.
    public var scale: Float
  }

  /// Callbacks for progress and cancellation.
  public struct Observer {
    /// Called before every iteration. If it returns `true`, the current image is the result.
    public var shouldStop: () -> Bool
    /// Called after every iteration. Its parameter `image` makes the current image on request.
    public var afterIteration: (RestorationIteration, _ image: () -> Image) -> Void

    public init(
      shouldStop: @escaping () -> Bool = { false },
      afterIteration: @escaping (RestorationIteration, () -> Image) -> Void = { _, _ in }
    ) { (self.shouldStop, self.afterIteration) = (shouldStop, afterIteration) }
  }

  /// The restored image.
  ///
  /// The sample format, color profile and alpha stay. If the image becomes larger, alpha is
  /// enlarged (bicubic, as in MATLAB's `imresize`) or continued.
  /// - Parameters:
  ///   - image: gray or color. Floating-point samples above 1 are light. If they leave 0...1 by
  ///     more than noise, the solver sees them divided by ``Image/lightScale``. The result of light
  ///     may be brighter than the image. Other results are clipped to 0...1.
  ///   - subject: the image's file, named in errors.
  ///   - truth: the original image, if it is known.
  ///   - truthSubject: the truth's file, named in errors.
  ///   - observer: callbacks for progress and cancellation.
  ///   - problem: returns the degradation of samples `[1, C, h, w]`, which are gray if all three
  ///     colors are equal.
  /// - Throws: ``Failure`` of the kind `badData` if samples are not light or the truth's size
  ///   differs from the result's; also the failures of `problem`. Other errors become failures of the kind `badData`.
  public func restoredBlocking(
    _ image: Image, subject: String = "image", truth: Image? = nil,
    truthSubject: String = "truth", observer: Observer = .init(),
    problem: (Tensor) throws -> InverseProblem
  ) throws(Failure) -> RestoredImage {
    let image = image.withHiddenColorsFilled()
    let gray = image.plainGray
    var problem = try Self.made(problem, gray ?? image.samples, subject)
    // Unobserved samples, such as those in holes, are 0 here. They do not affect the checks of the
    // rest.
    let seen = Image(samples: problem.observed, sampleFormat: image.sampleFormat)
    try seen.checkLight(subject: subject)
    let scale = seen.lightScale
    if seen.isLight { problem.range = 0...Float.greatestFiniteMagnitude }
    let range = problem.range
    let shape = problem.visible(problem.start).shape
    if let truth {
      guard truth.height == shape[2], truth.width == shape[3] else {
        throw Failure(
          .badData, truthSubject, found: "\(truth.width)x\(truth.height) pixels",
          wanted: "\(shape[3])x\(shape[2]), the result's size")
      }
      problem.truth = (shape[1] == 1 ? truth.grayscale() : truth.inRGB()).samples
    }
    let alpha = try image.alpha.map(problem.placed)
    func finished(_ estimate: Tensor) -> Image {
      let clippedEstimate = (scale == 1 ? estimate : estimate * scale).clipped(to: range)
      let visible = problem.settled(clippedEstimate)
      let samples =
        gray != nil && image.channels == 3
        ? Tensor.joined([visible, visible, visible]) : visible
      return image.replaced(by: samples, alpha: alpha)
    }
    let result = solver.solve(
      try problem.divided(by: scale), shouldStop: observer.shouldStop,
      observer: { iteration, estimate in
        observer.afterIteration(iteration, { finished(estimate) })
      })
    return RestoredImage(
      image: finished(result.image), iterations: result.iterations,
      isComplete: result.isComplete, scale: scale)
  }
}

extension ImageRestorer {
  /// The problem for samples. Swift 6.3 infers no thrown types of closures, so users would have to write them.
  private static func made(
    _ problem: (Tensor) throws -> InverseProblem, _ samples: Tensor, _ subject: String
  ) throws(Failure) -> InverseProblem {
    do {
      return try problem(samples)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(.badData, subject, found: "\(error)")
    }
  }
}

extension Image {
  /// The samples of a gray image, even if it is stored as three equal colors; `nil` for color.
  package var plainGray: Tensor? {
    guard channels == 3 else { return samples }
    let colors = samples.split(counts: [1, 1, 1])
    return colors[0].values == colors[1].values && colors[1].values == colors[2].values
      ? colors[0] : nil
  }

  /// The image with other samples and alpha, perhaps of another size.
  fileprivate func replaced(by samples: Tensor, alpha: Tensor?) -> Image {
    var result = Image(samples: samples, alpha: alpha, sampleFormat: sampleFormat)
    result.colorProfile = colorProfile
    result.colorDescription = colorDescription
    return result
  }
}
