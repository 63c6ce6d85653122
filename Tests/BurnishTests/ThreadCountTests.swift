import BurnishModels
import BurnishTensors
import Testing
import _TestSupport

/// Inference gives the same bytes on any number of threads.
@Suite struct ThreadCountTests {
  /// Full networks on images of realistic size, so that the same algorithms are chosen as in practice.
  @Test(arguments: [(480, 640), (185, 231)])
  func networksGiveTheSameBytes(height: Int, width: Int) {
    let target = TiledFilterTests.image(channels: 1, height: height, width: width)
    let guide = TiledFilterTests.image(channels: 3, height: height, width: width)
    for network in [FDKN(seed: 1), DJF(seed: 1)] as [any JointNetwork] {
      let results = [1, 2, 3].map { threads in
        withThreadCount(threads) { network.filter(target, guide: guide).values }
      }
      #expect(!results[0].contains { !$0.isFinite })
      #expect(results[0] == results[1], "one thread and two differ")
      #expect(results[1] == results[2], "two threads and three differ")
    }
  }
}
