import BurnishTensors
import Testing
import _TestSupport

@testable import BurnishFilters

@Suite struct PatchMomentsTests {
  /// The sums have the same bits as those of plain loops, for any number of threads.
  @Test(arguments: [(8, 200), (8, 1), (3, 77), (5, 33)])
  func sumsAreThoseOfPlainLoops(patchSize: Int, count: Int) {
    let (width, height) = (40, 30)
    var random = RandomNumbers(seed: 5)
    let plane = random.normal(shape: [height, width], standardDeviation: 0.3).values.map(
      Double.init)
    let (rows, columns) = (height - patchSize + 1, width - patchSize + 1)
    let places = (0..<count).map { index in
      let place = index * rows * columns / count
      return place / columns * width + place % columns
    }
    let size = patchSize * patchSize
    let offsets = (0..<size).map { $0 / patchSize * width + $0 % patchSize }
    var samples = [Double](repeating: 0, count: size)
    var products = [Double](repeating: 0, count: size * size)
    for place in places {
      for i in 0..<size {
        samples[i] += plane[place + offsets[i]]
        for j in i..<size {
          products[i * size + j] += plane[place + offsets[i]] * plane[place + offsets[j]]
        }
      }
    }
    for threads in [1, 2, 3, 7] {
      let sums = withThreadCount(threads) {
        PatchMoments(plane: plane, width: width, patchSize: patchSize, places: places).sums()
      }
      #expect(Array(sums.samples.prefix(size)) == samples)
      var wrong = 0
      for i in 0..<size {
        for j in i..<size where sums.products(i, j) != products[i * size + j] { wrong += 1 }
      }
      #expect(wrong == 0, "\(wrong) products on \(threads) threads")
    }
  }
}
