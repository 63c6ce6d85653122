import Burnish
import BurnishCore
import BurnishFilters
import BurnishImages
import BurnishInverse
import BurnishTensors

/// Prints how long another task's sleep takes beside ten images, and how soon calls end after their task is canceled.
///
///     swift run -c release ResponsivenessReport
@main
struct ResponsivenessReport {
  private typealias Work = @Sendable () async throws -> Void

  static func main() async throws {
    let verbs = try verbs()
    print(
      "sleep of 5 ms beside ten images: at most \(text(try await longestSleep(beside: verbs[0].work)))"
    )
    print(
      "\nverb, 640x480: duration; time from cancellation to the error, longest of 5 places in the work"
    )
    for (name, work) in verbs {
      try await work()
      let duration = try await ContinuousClock().measure { try await work() }
      var longest = Duration.zero
      for share in [0.1, 0.3, 0.5, 0.7, 0.9] {
        longest = max(longest, try await latency(of: work, after: duration * share))
      }
      print("\(name): \(text(duration)); \(text(longest))")
    }
  }

  /// Public verbs on images of 640x480, with shipped weights.
  private static func verbs() throws -> [(name: String, work: Work)] {
    var random = RandomNumbers(seed: 1)
    let photo = try Image(samples: random.uniform(shape: [1, 3, 480, 640]))
    let gray = photo.grayscale()
    let depth = try DepthMap(samples: random.uniform(shape: [1, 1, 60, 80]) + 1, unit: .meters)
    let catalog = ModelCatalog()
    let denoiser = ImageDenoiser(try catalog.imageModel("rbdn", sigma: nil, channels: 3))
    let deepam = ImageDenoiser(try catalog.imageModel("deepam", sigma: 25))
    let guided = GuidedDenoiser(try catalog.jointModel("dkn", for: .noiseReduction))
    let smoother = TextureSmoother(try catalog.jointModel("fdkn", for: .noiseReduction).filter)
    let colorizer = try catalog.colorizer()
    var solver = Splitting(prior: try catalog.prior())
    (solver.denoisings, solver.descents) = (1, 1)
    let restorer = ImageRestorer(solver)
    var verbs: [(name: String, work: Work)] = [
      ("denoise, rbdn", { _ = try await denoiser.denoised(photo) }),
      ("denoise gray, deepam", { _ = try await deepam.denoised(gray) }),
      ("denoise under a guide, dkn", { _ = try await guided.denoised(gray, guide: photo) }),
      ("smooth, fdkn", { _ = try await smoother.smoothed(photo) }),
      ("flatten, l0", { _ = try await AlternatingMinimization.l0Smoothing().restored(photo) }),
      ("colorize, rbdn", { _ = try await colorizer.colorized(gray) }),
      (
        "deblur, autoencoder, 2 iterations",
        {
          _ = try await restorer.restored(photo) {
            try .deblurring($0, kernel: .gaussian(standardDeviation: 2), border: .valid, sigma: 2)
          }
        }
      ),
    ]
    for name in ["fdkn", "djfr", "deepam", "guided"] {
      let upsampler = DepthUpsampler(try catalog.jointModel(name, for: .upsampling(factor: 8)))
      verbs.append(
        ("upsample, \(name)", { _ = try await upsampler.upsampled(depth, guide: photo) }))
    }
    return verbs
  }

  private static func longestSleep(beside work: @escaping Work) async throws -> Duration {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<10 { group.addTask { try await work() } }
      let sleeper = Task {
        var longest = Duration.zero
        while !Task.isCancelled {
          let taken = await ContinuousClock().measure {
            try? await Task.sleep(for: .milliseconds(5))
          }
          longest = max(longest, taken)
        }
        return longest
      }
      try await group.waitForAll()
      sleeper.cancel()
      return await sleeper.value
    }
  }

  private static func latency(
    of work: @escaping Work, after delay: Duration
  ) async throws -> Duration {
    let task = Task { try await work() }
    try await Task.sleep(for: delay)
    let start = ContinuousClock.now
    task.cancel()
    _ = await task.result
    return ContinuousClock.now - start
  }

  private static func text(_ duration: Duration) -> String {
    "\((duration / .milliseconds(1) * 10).rounded() / 10) ms"
  }
}
