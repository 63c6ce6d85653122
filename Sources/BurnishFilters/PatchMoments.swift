import BurnishTensors

/// Sums over patches: of their samples and of products of their samples.
///
/// Each sum runs in the order of the patches, for any number of threads.
struct PatchMoments {
  /// The samples, row by row.
  let plane: [Double]
  let width: Int
  /// The height and width of a patch.
  let patchSize: Int
  /// The index in the plane where each patch begins.
  let places: [Int]

  /// The number of samples in a patch, padded to a whole number of vectors.
  private var length: Int { (patchSize * patchSize + lanes - 1) / lanes * lanes }
  private var lanes: Int { SIMD8<Double>.scalarCount }
  /// The number of patches to copy together; they fit into the first-level cache.
  private static let batch = 32

  /// - Returns: the sum of each sample over all patches, and the sum of `sample i · sample j` for i ≤ j.
  func sums() -> (samples: [Double], products: (_ i: Int, _ j: Int) -> Double) {
    let length = length
    var samples = [Double](repeating: 0, count: length)
    var products = [Double](repeating: 0, count: length * length)
    samples.withUnsafeMutableBufferPointer { samples in
      products.withUnsafeMutableBufferPointer { products in
        nonisolated(unsafe) let sums = (samples.baseAddress!, products.baseAddress!)
        // Pairing two samples from the front with two from the back gives every unit the same number of products.
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

  /// Calls `body` with consecutive batches of patches.
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

  /// Adds two samples of each patch, and their products with all samples from them on.
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
