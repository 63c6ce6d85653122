import BurnishTensors

/// The sums of the samples of patches, and of their products.
///
/// Each sum is made in the order of the patches, whatever the number of threads.
struct PatchMoments {
  /// Row by row.
  let plane: [Double]
  let width: Int
  /// The height and width of a patch.
  let patchSize: Int
  /// Where patches begin in the plane.
  let places: [Int]

  /// The samples of a patch, with zeros behind them up to a whole number of vectors.
  private var length: Int { (patchSize * patchSize + lanes - 1) / lanes * lanes }
  private var lanes: Int { SIMD8<Double>.scalarCount }
  /// Patches that are copied together: they stay in the first cache.
  private static let batch = 32

  /// - Returns: the sum of each sample of a patch, and that of its product with one that does not come before it.
  func sums() -> (samples: [Double], products: (_ i: Int, _ j: Int) -> Double) {
    let length = length
    var samples = [Double](repeating: 0, count: length)
    var products = [Double](repeating: 0, count: length * length)
    samples.withUnsafeMutableBufferPointer { samples in
      products.withUnsafeMutableBufferPointer { products in
        nonisolated(unsafe) let sums = (samples.baseAddress!, products.baseAddress!)
        // Two samples from the front and two from the back have as many products together as any others.
        Parallel.forEachRange(length / 4) { units in
          withPatches { patches, count in
            for unit in units {
              for i in [2 * unit, length - 2 - 2 * unit] {
                add(patches, count, i, samples: sums.0, products: sums.1)
              }
            }
          }
        }
      }
    }
    let allProducts = products
    return (samples, { i, j in allProducts[i * length + j] })
  }

  /// Calls `body` with all patches, some at a time, one behind the other.
  private func withPatches(_ body: (_ patches: UnsafePointer<Double>, _ count: Int) -> Void) {
    let length = length
    let bytes = Self.batch * length * MemoryLayout<Double>.stride
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: MemoryLayout<SIMD8<Double>>.alignment)
    defer { memory.deallocate() }
    let patches = memory.bindMemory(to: Double.self, capacity: Self.batch * length)
    patches.initialize(repeating: 0, count: Self.batch * length)
    plane.withUnsafeBufferPointer { plane in
      for first in stride(from: 0, to: places.count, by: Self.batch) {
        let part = places[first..<min(first + Self.batch, places.count)]
        for (index, place) in part.enumerated() {
          for row in 0..<patchSize {
            (patches + index * length + row * patchSize).update(
              from: plane.baseAddress! + place + row * width, count: patchSize)
          }
        }
        body(patches, part.count)
      }
    }
  }

  /// Adds two samples of patches, and their products with all that do not come before them.
  private func add(
    _ patches: UnsafePointer<Double>, _ count: Int, _ i: Int,
    samples: UnsafeMutablePointer<Double>, products: UnsafeMutablePointer<Double>
  ) {
    let length = length
    var sums = (samples[i], samples[i + 1])
    for patch in 0..<count {
      sums.0 += patches[patch * length + i]
      sums.1 += patches[patch * length + i + 1]
    }
    (samples[i], samples[i + 1]) = sums
    for j in stride(from: i / lanes * lanes, to: length, by: lanes) {
      let first = UnsafeMutableRawPointer(products + i * length + j)
      let second = UnsafeMutableRawPointer(products + (i + 1) * length + j)
      var sums = (
        first.loadUnaligned(as: SIMD8<Double>.self), second.loadUnaligned(as: SIMD8<Double>.self)
      )
      for patch in 0..<count {
        let samples = patches + patch * length
        let others = UnsafeRawPointer(samples + j).loadUnaligned(as: SIMD8<Double>.self)
        sums.0 += others * samples[i]
        sums.1 += others * samples[i + 1]
      }
      first.storeBytes(of: sums.0, as: SIMD8<Double>.self)
      second.storeBytes(of: sums.1, as: SIMD8<Double>.self)
    }
  }
}
