import BurnishImages
import BurnishTensors
import Testing
import _TestSupport

@Suite struct ResizeTests {
  static let sizes = [(34, 46), (51, 92), (40, 31), (5, 7), (30, 9), (1, 1)]

  private func source() throws -> Tensor {
    try Image.read(golden("Resampling/source.npy")).samples
  }

  @Test(arguments: ResamplingDialect.ofEverySize, ResamplingKernel.allCases)
  func isWhatTheLibraryDoes(_ dialect: ResamplingDialect, _ kernel: ResamplingKernel) throws {
    let source = try source()
    #expect(source.shape == [1, 1, 17, 23])
    for (height, width) in Self.sizes {
      let name = "\(dialect)-\(kernel)-\(height)x\(width)"
      let expected = try Image.read(golden("Resampling/\(name).npy")).samples
      expectClose(
        source.resized(height: height, width: width, kernel: kernel, dialect: dialect), expected,
        tolerance: kernel == .nearest ? 0 : 2e-6, "\(name)")
    }
  }

  @Test(arguments: [ResamplingKernel.bilinear, .bicubic])
  func leavesAntialiasingOut(_ kernel: ResamplingKernel) throws {
    let expected = try Image.read(golden("Resampling/matlab-\(kernel)-plain-5x7.npy")).samples
    expectClose(
      try source().resized(height: 5, width: 7, kernel: kernel, dialect: .matlab, antialias: false),
      expected, tolerance: 2e-6)
  }

  @Test(arguments: ResamplingDialect.ofEverySize, ResamplingKernel.allCases)
  func keepsAConstantImage(_ dialect: ResamplingDialect, _ kernel: ResamplingKernel) {
    let constant = Tensor(repeating: 0.7, shape: [1, 2, 13, 11])
    for (height, width) in [(13, 11), (26, 33), (4, 30), (5, 3), (1, 1), (200, 1)] {
      expectClose(
        constant.resized(height: height, width: width, kernel: kernel, dialect: dialect),
        Tensor(repeating: 0.7, shape: [1, 2, height, width]), tolerance: 1e-6)
    }
  }

  /// The result at a pixel must not depend on other planes or on the number of threads.
  @Test func treatsEveryPlaneAlike() throws {
    let source = try source()
    let negative = Tensor(shape: source.shape, values: source.values.map { -3 * $0 })
    let both = Tensor(shape: [2, 1, 17, 23], values: source.values + negative.values)
    let stacked = both.resized(height: 300, width: 299, kernel: .bicubic, dialect: .pillow)
    #expect(stacked.shape == [2, 1, 300, 299])
    for (index, plane) in [source, negative].enumerated() {
      let alone = plane.resized(height: 300, width: 299, kernel: .bicubic, dialect: .pillow)
      #expect(stacked[index..<index + 1].values == alone.values)
    }
  }

  /// Images of one row, column, or pixel. MATLAB's mirrored borders repeat them many times.
  @Test(arguments: ResamplingDialect.ofEverySize, ResamplingKernel.allCases)
  func resizesTheSmallestImages(_ dialect: ResamplingDialect, _ kernel: ResamplingKernel) {
    for shape in [[1, 1, 1, 1], [1, 1, 1, 2], [1, 1, 3, 1]] {
      let tensor = Tensor(repeating: 0.25, shape: shape)
      let result = tensor.resized(height: 7, width: 5, kernel: kernel, dialect: dialect)
      expectClose(result, Tensor(repeating: 0.25, shape: [1, 1, 7, 5]), tolerance: 1e-6)
    }
  }
}
