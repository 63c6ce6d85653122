import Burnish
import Testing

/// What a user can ask of a task and cannot have is a failure that says so, not the end of the process.
@Suite struct RefusedTaskParameterTests {
  private struct Unchanged: ImageFilter {
    let channels = 1
    let reach = 0
    let alignment = 1

    func filter(_ image: Tensor) -> Tensor { image }
  }

  private let model = ImageModel(name: "unchanged", filter: Unchanged())
  private let joint = JointModel.guided()
  private let photo = Image(samples: Tensor(repeating: 0.5, shape: [1, 3, 10, 12]))

  private func refusal<Result>(
    _ kind: Failure.Kind, _ words: String, _ body: () throws -> Result
  ) {
    let failure = #expect(throws: Failure.self) { _ = try body() }
    #expect(failure?.kind == kind)
    #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "none")")
  }

  @Test func strengthsOfNoise() {
    for sigma in [0, -1, .nan, .infinity] as [Float] {
      refusal(.usage, "sigma: \(sigma)") { try ImageDenoiser(model, sigma: sigma) }
      refusal(.usage, "sigma: \(sigma)") { try ImageDenoiser(measuring: model, sigma: sigma) }
      refusal(.usage, "sigma: \(sigma)") { try GuidedDenoiser(joint, sigma: sigma) }
      var denoiser = ImageDenoiser(model)
      denoiser.sigma = sigma
      refusal(.usage, "sigma") { try denoiser.denoisedBlocking(photo) }
    }
    refusal(.usage, "sigma") { try AutoencoderPrior(DenoisingAutoencoder(), sigma: 0) }
  }

  @Test func tileSizes() {
    for size in [63, 0, -1, .max] {
      refusal(.usage, "tile size: \(size)") {
        try TiledFilter(IdentityFilter(), tileSize: size)
      }
      var denoiser = ImageDenoiser(model)
      denoiser.tileSize = size
      refusal(.usage, "tile size") { try denoiser.denoisedBlocking(photo) }
      var guided = GuidedDenoiser(joint)
      guided.tileSize = size
      refusal(.usage, "tile size") { try guided.denoisedBlocking(photo, guide: photo) }
      var upsampler = JointUpsampler(joint)
      upsampler.tileSize = size
      refusal(.usage, "tile size") { try upsampler.upsampledBlocking(photo.samples, guide: photo) }
      var smoother = TextureSmoother(joint.filter)
      smoother.tileSize = size
      refusal(.usage, "tile size") { try smoother.smoothedBlocking(photo) }
    }
  }

  @Test func shapes() throws {
    for shape in [[1, 4, 10, 12], [1, 3, 0, 12], [10, 12]] {
      refusal(.badData, "\(shape)") { try ImageDenoiser(model).denoised(Tensor(zeros: shape)) }
    }
    let tiled = try TiledFilter(IdentityFilter())
    let (target, guide) = (Tensor(zeros: [1, 1, 10, 12]), Tensor(zeros: [1, 3, 10, 12]))
    refusal(.badData, "guide") {
      try tiled.filter(target: target, guide: Tensor(zeros: [1, 3, 12, 10]))
    }
    refusal(.badData, "guide") {
      try tiled.filter(target: target, guide: Tensor(zeros: [1, 4, 10, 12]))
    }
    refusal(.badData, "target") { try tiled.filter(target: Tensor(zeros: [10, 12]), guide: guide) }
    refusal(.badData, "guide") {
      try GuidedDenoiser(joint).filtered(target, guide: Tensor(zeros: [1, 1, 5, 6]))
    }
    for shape in [[1, 1, 0, 0], [1, 0, 5, 6], [5, 6]] {
      refusal(.badData, "\(shape)") {
        try JointUpsampler(joint).upsampledBlocking(Tensor(zeros: shape), guide: photo)
      }
    }
    refusal(.usage, "0 scales for 1 channel") {
      try JointUpsampler(joint).upsampledBlocking(target, guide: photo, scales: [])
    }
  }

  @Test func numbers() throws {
    var smoother = TextureSmoother(joint.filter)
    smoother.rounds = -1
    refusal(.usage, "-1 rounds") { try smoother.smoothedBlocking(photo) }
    (smoother.rounds, smoother.reduction) = (1, 0)
    refusal(.usage, "reduction by 0") { try smoother.smoothedBlocking(photo) }
    for factor in [1, 0, -2] {
      refusal(.usage, "factor of \(factor)") {
        try ScribbleColorizer.Reduction(factor: factor, model: joint)
      }
    }
    refusal(.usage, "5 iterations") { try ClassicalMethod.hyperLaplacian.solver(iterations: 5) }
    #expect(try ClassicalMethod.richardsonLucy.solver(iterations: 5).iterationCount(sigma: 1) == 5)
    refusal(.usage, "radius of 0") { try JointModel.guided(radius: 0) }
    let (target, guide) = (Tensor(zeros: [1, 1, 10, 12]), Tensor(zeros: [1, 3, 10, 12]))
    for (x, y) in [(12, 0), (0, 10), (-1, 0)] {
      refusal(.usage, "12x10") { try joint.inspected(target: target, guide: guide, x: x, y: y) }
    }
  }
}
