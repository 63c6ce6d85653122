import Foundation
import Synchronization
import Testing
import _TestSupport

@testable import BurnishTensors

/// Several threads use the library at the same time.
@Suite(.serialized) struct ConcurrentCallTests {
  private static let callers = 8

  /// Loops and oneDNN's primitives: our own convolution, one of oneDNN's, a reordering, and pooling.
  private func work(_ input: Tensor, _ weight: Tensor, _ strided: Tensor) -> Tensor {
    let features = input.convolved(weight: weight, geometry: .same(kernelSize: 3))
    let reduced = features.relu().convolved(weight: strided, geometry: .init(stride: 2, padding: 1))
    return reduced.maxPooled().output.sigmoid().plain()
  }

  /// Runs `body` on new threads, because Swift's tasks would share threads, and waits for all of them.
  private func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let group = DispatchGroup()
    for index in 0..<count {
      group.enter()
      let thread = Thread {
        body(index)
        group.leave()
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    group.wait()
  }

  private func threadsOfProcess() throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count
  }

  @Test(arguments: [2, 3]) func callersAtOnceGetTheSameBytes(threads: Int) {
    var inputs = Inputs(93)
    let (input, weight, strided) = (
      inputs.normal([1, 16, 61, 67]).tensor,
      inputs.normal([32, 16, 3, 3], standardDeviation: 0.1).tensor,
      inputs.normal([16, 32, 3, 3], standardDeviation: 0.1).tensor
    )
    let alone = withThreadCount(1) { work(input, weight, strided) }
    let mismatches = Mutex<[String]>([])
    let comparisons = Atomic<Int>(0)
    withThreadCount(threads) {
      onThreads(Self.callers) { caller in
        for _ in 0..<20 {
          if let mismatch = byteMismatch(work(input, weight, strided), alone) {
            mismatches.withLock { $0.append("caller \(caller): \(mismatch)") }
          }
          comparisons.add(1, ordering: .relaxed)
        }
      }
    }
    #expect(mismatches.withLock { $0 } == [])
    #expect(comparisons.load(ordering: .relaxed) == 20 * Self.callers)
  }

  #if os(Linux)
    /// With a team for each caller, there would be `callers * (threads - 1)` threads.
    @Test func callersAtOnceDoNotMultiplyThreads() throws {
      let threads = 5
      var inputs = Inputs(94)
      let (input, weight, strided) = (
        inputs.normal([1, 16, 61, 67]).tensor, inputs.normal([32, 16, 3, 3]).tensor,
        inputs.normal([16, 32, 3, 3]).tensor
      )
      try withThreadCount(threads) {
        let before = try threadsOfProcess()
        let most = Atomic<Int>(0)
        onThreads(Self.callers) { _ in
          for _ in 0..<10 {
            _ = work(input, weight, strided)
            if let count = try? threadsOfProcess() { most.max(count, ordering: .relaxed) }
          }
        }
        // The test runner may start a few threads of its own meanwhile.
        let created = most.load(ordering: .relaxed) - before - Self.callers
        #expect(most.load(ordering: .relaxed) > 0)
        #expect(created <= 2 * threads - 1 + 4, "\(created) threads")
      }
    }
  #endif

  @Test func everyCallerFinishesLoopsInsideOfLoops() {
    let sums = Mutex<[Int]>([])
    withThreadCount(3) {
      onThreads(Self.callers) { _ in
        for _ in 0..<20 {
          let sum = Atomic<Int>(0)
          Parallel.forEachRange(12) { outer in
            for index in outer {
              Parallel.forEachRange(100) { inner in
                sum.add(inner.reduce(0, +) + index, ordering: .relaxed)
              }
            }
          }
          sums.withLock { $0.append(sum.load(ordering: .relaxed)) }
        }
      }
    }
    let results = sums.withLock { $0 }
    #expect(results.count == 20 * Self.callers)
    // The inner sum counts twelve times. Each index of the outer loop counts once for each part of the inner
    // loop.
    #expect(results.allSatisfy { $0 >= 12 * 4950 + 66 && $0 <= 12 * 4950 + 3 * 66 })
  }

  /// A primitive of oneDNN inside a loop must not wait for the team that runs the loop.
  @Test func primitivesInsideOfLoopsFinish() {
    var inputs = Inputs(95)
    let input = inputs.normal([1, 16, 31, 33]).tensor
    let weight = inputs.normal([16, 16, 3, 3]).tensor
    let geometry = ConvolutionGeometry(stride: 2, padding: 1)
    let alone = withThreadCount(1) {
      input.convolved(weight: weight, geometry: geometry).plain()
    }
    let mismatches = Mutex<[String?]>([])
    withThreadCount(2) {
      onThreads(4) { _ in
        Parallel.forEachRange(6) { range in
          for _ in range {
            let result = input.convolved(weight: weight, geometry: geometry).plain()
            mismatches.withLock { $0.append(byteMismatch(result, alone)) }
          }
        }
      }
    }
    let results = mismatches.withLock { $0 }
    #expect(results.count == 24)
    #expect(results.compactMap { $0 } == [])
  }

  /// The first thread that calls starts parallel regions itself. After it ends, another thread may do so.
  @Test func aThreadMayEndAndAnotherComes() {
    withThreadCount(2) {
      for _ in 0..<20 {
        let sum = Atomic<Int>(0)
        onThreads(1) { _ in
          Parallel.forEachRange(1000) { sum.add($0.reduce(0, +), ordering: .relaxed) }
        }
        #expect(sum.load(ordering: .relaxed) == 499_500)
      }
    }
  }

  /// Every index is visited once, even if a loop has fewer parts than the team has threads.
  @Test(arguments: [1, 2, 3, 7, 100]) func everyIndexIsVisitedOnce(count: Int) {
    withThreadCount(4) {
      let visits = Mutex([Int](repeating: 0, count: count))
      Parallel.forEachRange(count) { range in
        visits.withLock { visits in for index in range { visits[index] += 1 } }
      }
      #expect(visits.withLock { $0 } == [Int](repeating: 1, count: count))
    }
  }
}
