import BurnishCore
import BurnishFilters
import BurnishImages
import BurnishTensors
import Dispatch
import Synchronization
import Testing

@testable import Burnish

/// Async functions compute off Swift's thread pool, one at a time, and end early if their task is canceled.
@Suite struct ConcurrencyTests {
  /// Adds 0.25 to each part, and tells a test about it.
  private struct Marking: JointFilter {
    var reach: Int { 0 }
    var alignment: Int { 1 }
    let atPart: @Sendable () -> Void

    func filter(target: Tensor, guide: Tensor) -> Tensor {
      atPart()
      return target + 0.25
    }
  }

  private static let image = Image(samples: Tensor(repeating: 0.5, shape: [1, 1, 64, 192]))

  /// A denoiser with three parts.
  private func denoiser(atPart: @escaping @Sendable () -> Void = {}) -> GuidedDenoiser {
    var denoiser = GuidedDenoiser(Marking(atPart: atPart))
    denoiser.tileSize = 64
    return denoiser
  }

  @Test func resultsAreThoseOfTheBlockingForm() async throws {
    let shares = Mutex<[Double]>([])
    let result = try await denoiser().denoised(Self.image, guide: Self.image) { share in
      shares.withLock { $0.append(share) }
    }
    let wanted = try denoiser().denoisedBlocking(Self.image, guide: Self.image)
    #expect(result.samples.values == wanted.samples.values)
    #expect(result.samples.values.allSatisfy { $0 == 0.75 })
    #expect(shares.withLock { $0 } == [1.0 / 3, 2.0 / 3, 1])
  }

  @Test func errorsAreThoseOfTheBlockingForm() async {
    let other = Image(samples: Tensor(zeros: [1, 1, 2, 2]))
    await #expect(throws: Failure.self) {
      try await denoiser().denoised(Self.image, guide: other)
    }
  }

  @Test func cancellationSkipsTheRest() async {
    let parts = Atomic(0)
    let shares = Mutex<[Double]>([])
    let task = Task {
      try await denoiser { parts.add(1, ordering: .relaxed) }
        .denoised(Self.image, guide: Self.image) { share in
          shares.withLock { $0.append(share) }
          withUnsafeCurrentTask { $0?.cancel() }
        }
    }
    let result = await task.result
    #expect(throws: Failure.canceled) { try result.get() }
    #expect(parts.load(ordering: .relaxed) == 1)
    #expect(shares.withLock { $0 } == [1.0 / 3])
  }

  @Test func finishedWorkIsKept() async throws {
    let task = Task {
      try await denoiser().denoised(Self.image, guide: Self.image) { share in
        if share == 1 { withUnsafeCurrentTask { $0?.cancel() } }
      }
    }
    #expect(try await task.value.samples.values.allSatisfy { $0 == 0.75 })
  }

  /// While one call computes, a canceled call behind it ends at once.
  @Test func cancellationReachesWaitingCalls() async throws {
    let (started, release) = (AsyncStream<Void>.makeStream(), DispatchSemaphore(value: 0))
    let first = Task {
      try await denoiser {
        started.continuation.yield()
        started.continuation.finish()
        release.wait()
        release.signal()
      }.denoised(Self.image, guide: Self.image)
    }
    for await _ in started.stream { break }
    let second = Task { try await denoiser().denoised(Self.image, guide: Self.image) }
    second.cancel()
    let result = await second.result
    #expect(throws: Failure.canceled) { try result.get() }
    release.signal()
    #expect(try await first.value.samples.values.allSatisfy { $0 == 0.75 })
  }

  private final class Counts: Sendable {
    let running = Atomic(0)
    let most = Atomic(0)
  }

  @Test func callsTakeTurns() async throws {
    let counts = Counts()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          _ = try await denoiser {
            let now = counts.running.add(1, ordering: .sequentiallyConsistent).newValue
            counts.most.max(now, ordering: .sequentiallyConsistent)
            counts.running.subtract(1, ordering: .sequentiallyConsistent)
          }.denoised(Self.image, guide: Self.image)
        }
      }
      try await group.waitForAll()
    }
    #expect(counts.most.load(ordering: .sequentiallyConsistent) == 1)
  }
}
