import BurnishCore
import BurnishImages
import BurnishInverse
import BurnishTensors
import Testing

/// What a user can ask for and cannot have is a failure that says so, not the end of the process.
@Suite struct RefusedParameterTests {
  private let image = Tensor(repeating: 0.5, shape: [1, 3, 8, 9])

  private func refusal<Result>(
    _ kind: Failure.Kind, _ words: String, _ body: () throws -> Result
  ) {
    let failure = #expect(throws: Failure.self) { _ = try body() }
    #expect(failure?.kind == kind)
    #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "none")")
  }

  @Test func kernelsOutsideOfTheirRanges() {
    for value in [40, 0, -1, .nan, .infinity] {
      refusal(.usage, "0.1 to 30.0") { try BlurKernel.gaussian(standardDeviation: value) }
    }
    for value in [121, 0, .nan] { refusal(.usage, "radius") { try BlurKernel.disk(radius: value) } }
    refusal(.usage, "length") { try BlurKernel.motion(length: 0, angle: 0) }
    refusal(.usage, "angle") { try BlurKernel.motion(length: 5, angle: .infinity) }
    refusal(.badData, "[h, w]") { try BlurKernel(image) }
    refusal(.badData, "[h, w]") { try StoredKernel(image) }
    refusal(.badData, "[h, w]") { try StoredKernel(Tensor(zeros: [0, 3])) }
  }

  @Test func operatorsThatDoNotFit() throws {
    let shape = image.shape
    let kernel = try BlurKernel.gaussian(standardDeviation: 5)
    refusal(.badData, "9x8 pixels") { try Blur(kernel, border: .valid, of: shape) }
    refusal(.badData, "[1, C, H, W]") { try Blur(kernel, border: .circular, of: [1, 0, 8, 9]) }
    refusal(.badData, "[1, C, H, W]") { try Mask(Tensor(zeros: [8, 9]), channels: 1) }
    refusal(.badData, "4 channels") { try Mask(image, channels: 4) }
    for factor in [0.5, 0, -1, .nan, .infinity, 1e300] {
      refusal(.usage, "factor") { try Reduction(of: shape, factor: factor) }
    }
    refusal(.badData, "to 10x8") { try Reduction(of: shape, toHeight: 8, width: 10) }
    refusal(.usage, "deepInv") {
      try Reduction(of: shape, factor: 2, kernel: .box, dialect: .deepInv)
    }
    refusal(.usage, "factor of 0") { try PointSampling(of: shape, factor: 0) }
    refusal(.usage, "offset of 2") { try PointSampling(of: shape, factor: 2, offset: 2) }
    refusal(.badData, "cut") { try Cut(of: shape, rows: 0..<9, columns: 0..<9) }
    refusal(.badData, "margin") { try Cut(of: shape, by: .init(4)) }
    refusal(.badData, "channels") { try ChannelSelection([3], of: shape) }
    refusal(.badData, "no part") { try Composition([]) }
    refusal(.badData, "go together") {
      try Composition([PointSampling(of: shape, factor: 2), Cut(of: shape, by: .init(1))])
    }
  }

  @Test func problemsThatAreNone() throws {
    let mask = try Mask(Tensor(repeating: 1, shape: [1, 1, 8, 9]), channels: 3)
    let small = try Mask(Tensor(repeating: 1, shape: [1, 1, 8, 8]), channels: 3)
    for sigma in [-1, .nan, .infinity] as [Float] {
      refusal(.usage, "sigma") {
        try InverseProblem(image, degradedBy: mask, sigma: sigma, from: image)
      }
      refusal(.usage, "sigma") { try InverseProblem.inpainting(image, known: mask, sigma: sigma) }
      refusal(.usage, "sigma") { try InverseProblem.composed(image, of: [], sigma: sigma) }
    }
    let kernel = try BlurKernel.gaussian(standardDeviation: 0.5)
    refusal(.badData, "mask") { try InverseProblem.inpainting(image, known: small) }
    refusal(.badData, "mask") {
      try InverseProblem.deblurring(image, kernel: kernel, border: .valid, sigma: 0, known: small)
    }
    refusal(.badData, "start") {
      try InverseProblem(
        image, degradedBy: mask, sigma: 0, from: Tensor(zeros: [1, 3, 8, 8]))
    }
    refusal(.badData, "[1, C, H, W]") {
      try InverseProblem.composed(Tensor(zeros: [1, 3, 0, 9]), of: [], sigma: 0)
    }
  }

  @Test func stepsThatAreNone() {
    for step in [
      DegradationStep.reduction(factor: 0), .reduction(factor: .nan), .reduction(factor: 1e300),
      .sampling(factor: 0), .sampling(factor: .max), .channels([]), .channels([3]),
    ] {
      refusal(.usage, "") { try InverseProblem.composed(image, of: [step], sigma: 0) }
    }
    refusal(.badData, "leaves something") {
      try DegradationStep.applied([.crop(.init(4))], to: image)
    }
    refusal(.usage, "factor of 0") {
      try DegradationStep.applied([.sampling(factor: 0)], to: image)
    }
  }
}
