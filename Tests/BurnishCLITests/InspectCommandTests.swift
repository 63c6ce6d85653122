import Burnish
import BurnishImages
import Foundation
import Testing
import _TestSupport

/// `inspect kernel`, run as a user runs it.
@Suite struct InspectCommandTests {
  @Test func kernelsOfNoiseModelsAreShown() throws {
    try DenoiseCommandTests.withModel { folder, model in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      try Samples.write(to: folder)
      try Samples.guide(width: 16, height: 12).write(to: path("photo.png"))
      let outcome = try Program.run(
        [
          "inspect", "kernel", "depth.png", "--guide", "photo.png", "--at", "5,9", "--model",
          "./small.safetensors", "-o", "kernel.png", "--json", "kernel.json",
        ], in: folder)
      #expect(outcome.code == 0 && outcome.errors == "" && outcome.output == "")
      let input = try GuidedDenoiser.input(
        DepthMap.read(path("depth.png")), guide: Image.read(path("photo.png")))
      let wanted = try model.inspected(target: input.target, guide: input.guide, x: 5, y: 9)
      let json = try Data(contentsOf: folder.appendingPathComponent("kernel.json"))
      #expect(json == wanted.json())
      let image = try Image.read(path("kernel.png"))
      #expect(try image.width == wanted.image().width && image.channels == 3)
    }
  }

  /// If the guide is larger, the model must be one for upsampling.
  @Test func weightsForNoiseDoNotUpsample() throws {
    try DenoiseCommandTests.withModel { folder, _ in
      try Samples.write(to: folder)
      let outcome = try Program.run(
        [
          "inspect", "kernel", "depth.png", "--guide", "guide.png", "--at", "5,9", "--model",
          "./small.safetensors", "-o", "kernel.png",
        ], in: folder)
      #expect(outcome.code == 65 && outcome.errors.contains("x4"), "\(outcome.errors)")
      #expect(
        !FileManager.default.fileExists(atPath: folder.appendingPathComponent("kernel.png").path))
    }
  }
}
