import BurnishImages
import BurnishInverse
import BurnishTensors
import Foundation
import Testing

@Suite struct ClippedPixelTests {
  private static func kernels() throws -> [BlurKernel] {
    try [.gaussian(standardDeviation: 1.8), .disk(radius: 3.3), .motion(length: 11, angle: 30)]
  }

  /// A blurred scene with noise in the given format, and its clipped pixels.
  private func clipped(
    _ scene: Tensor, _ kernel: BlurKernel, sigma: Float = 0.5, format: SampleFormat = .uint8
  ) throws -> (seen: [Float], ClippedPixels?) {
    let blurred = try Blur(kernel, border: .valid, of: scene.shape).apply(scene)
    var random = RandomNumbers(seed: 9)
    let noise = random.normal(shape: blurred.shape, standardDeviation: sigma / 255).values
    let maximum = format.maximum ?? 1
    let values = zip(blurred.values, noise).map { sample, noise in
      format == .float32
        ? sample + noise : (min(max(sample + noise, 0), 1) * maximum).rounded() / maximum
    }
    let seen = Tensor(shape: blurred.shape, values: values)
    return (values, ClippedPixels(in: seen, kernel: kernel, sigma: sigma, format: format))
  }

  private func scene(_ value: (Int, Int) -> Float) -> Tensor {
    Tensor(shape: [1, 1, 80, 80], values: (0..<6400).map { value($0 % 80, $0 / 80) })
  }

  @Test(arguments: 0..<3) func starsAreMissing(index: Int) throws {
    let kernel = try Self.kernels()[index]
    for isDark in [false, true] {
      let stars = scene { x, y in
        let light: Float = (x == 30 && y == 30) || (x == 55 && y == 50) ? 200 : 0.2
        return isDark ? 1 - light : light
      }
      for format in [SampleFormat.uint8, .uint16] {
        let (seen, found) = try clipped(stars, kernel, format: format)
        let clipped = try #require(found)
        let limit: Float = isDark ? 0 : 1
        let count = seen.count { $0 == limit }
        #expect(count > 0)
        #expect((isDark ? clipped.blackCount : clipped.whiteCount) == count)
        #expect((isDark ? clipped.whiteCount : clipped.blackCount) == 0)
        let weights = clipped.known.weights.values
        #expect(zip(seen, weights).allSatisfy { ($0 == limit) == ($1 == 0) })
        #expect("\(clipped)".contains("at the \(isDark ? "black" : "white") limit"))
      }
      // Samples without a limit are not clipped.
      #expect(try clipped(stars, kernel, format: .float32).1 == nil)
    }
  }

  /// The white and black of a blurred page or square do not count as clipped, with and without noise.
  @Test(arguments: 0..<3) func whatIsWhiteOrBlackIsKnown(index: Int) throws {
    let kernel = try Self.kernels()[index]
    let page = scene { x, y in (x / 12 + y / 9) % 3 == 0 || x == y ? 0 : 1 }
    let island = scene { x, y in (20..<50).contains(x) && (25..<55).contains(y) ? 1 : 0.3 }
    for sigma: Float in [0, 0.5, 3, 10] {
      for (scene, name) in [(page, "page"), (island, "island")] {
        let (seen, found) = try clipped(scene, kernel, sigma: sigma)
        #expect(seen.contains(1))
        #expect(found == nil, "\(name), noise of \(sigma): \(found.map { "\($0)" } ?? "")")
      }
    }
  }

  /// With a kernel that is too wide, the white of a page does not count as clipped.
  @Test func aWrongKernelMakesNothingMissing() throws {
    let page = scene { x, y in (x / 12 + y / 9) % 3 == 0 ? 0 : 1 }
    let sharp = try BlurKernel.gaussian(standardDeviation: 0.7)
    let blurred = try Blur(sharp, border: .valid, of: page.shape).apply(page)
    let seen = Tensor(
      shape: blurred.shape, values: blurred.values.map { ($0 * 255).rounded() / 255 })
    let wide = try BlurKernel.gaussian(standardDeviation: 2)
    #expect(ClippedPixels(in: seen, kernel: wide, sigma: 0.5, format: .uint8) == nil)
  }

  /// If the clipped pixels of a star count as unknown, the restored image has weaker rings around it.
  @Test(
    arguments: [
      HyperLaplacianDeconvolution(), RichardsonLucy(),
    ] as [any InverseSolver])
  func missingStarsLeaveNoRings(_ solver: any InverseSolver) throws {
    let kernel = try Self.kernels()[0]
    let stars = scene { x, y in x == 40 && y == 40 ? 80 : 0.2 }
    let (values, found) = try clipped(stars, kernel, sigma: 0)
    let seen = Tensor(shape: [1, 1, 80 - kernel.height + 1, 80 - kernel.width + 1], values: values)
    func error(_ known: Mask?) throws -> Float {
      let problem = try InverseProblem.deblurring(
        seen, kernel: kernel, border: .valid, sigma: 0.5, known: known)
      let result = problem.visible(solver.solve(problem).image)
      let width = result.shape[3]
      let around = result.values.enumerated().filter { index, _ in
        let distance = hypot(
          Double(index % width - width / 2), Double(index / width - width / 2))
        return (8..<11).contains(distance)
      }
      let squares = around.reduce(Float(0)) { $0 + ($1.element - 0.2) * ($1.element - 0.2) }
      return (squares / Float(around.count)).squareRoot()
    }
    let clipped = try #require(found)
    #expect(try error(clipped.known) < 0.8 * error(nil))
  }
}
