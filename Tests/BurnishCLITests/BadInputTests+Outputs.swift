import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// Outputs that cannot be written.
extension BadInputTests {
  @Test func outputThatCannotBe() throws {
    try check(upsample(output: "none/out.png"), code: 73, subject: "none/out.png: ")
    try check(upsample(output: "folder.png"), code: 73, subject: "folder.png: ") {
      try FileManager.default.createDirectory(
        at: $0.appendingPathComponent("folder.png"), withIntermediateDirectories: false)
    }
    try check(upsample(output: "out.gif"), code: 64, subject: "out.gif: ")
    try check(upsample(output: "out.jpg"), code: 64, subject: "out.jpg: ")
  }

  /// A device that is always full replaces a full disk.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full"))
  func fullDisk() throws {
    try check(upsample(output: "full.png"), code: 74, subject: "full.png: ") {
      try FileManager.default.createSymbolicLink(
        atPath: $0.appendingPathComponent("full.png").path, withDestinationPath: "/dev/full")
    }
  }

  @Test func outputOverAnInput() throws {
    try check(upsample(output: "depth.png"), code: 64, subject: "depth.png: ", mentions: ["input"])
    try check(
      upsample(output: "other.png"), code: 64, subject: "other.png: ", mentions: ["input"]
    ) {
      try FileManager.default.createSymbolicLink(
        atPath: $0.appendingPathComponent("other.png").path, withDestinationPath: "guide.png")
    }
  }

  /// The program checks further outputs before the work too, and before it reads data.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self"), "there is no /proc"))
  func placesWhereNothingCanBeMade() throws {
    let place = "/proc/burnish"
    try check(upsample(output: "\(place).png"), code: 73, subject: "\(place).png: ")
    for set in [
      ["depth", "--set", "lu", "--factor", "4", "--model", "bicubic"],
      ["denoise", "--sigma", "25", "--model", "tv"], ["nir", "--sigma", "25", "--model", "none"],
      ["segmentation", "--model", "fdkn"],
    ] {
      try check(
        ["evaluate"] + set + ["--data", "none", "--json", "\(place).json"], code: 73,
        subject: "\(place).json: ")
    }
    try check(
      [
        "inspect", "kernel", "depth.png", "--guide", "guide.png", "--at", "3,3", "-o", "out.png",
        "--json", "\(place).json",
      ], code: 73, subject: "\(place).json: ")
    try check(
      [
        "denoise", "guide.png", "--model", "tv", "--sigma", "9", "-o", "out.png", "--energy",
        "\(place).csv",
      ], code: 73, subject: "\(place).csv: ")
    try check(["demo", "--samples", place, "-o", "out.png"], code: 73, subject: place)
    let recipe = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Recipes/fdkn-x8.yaml").path
    try check(
      ["train", recipe, "--data", "none", "--out", "\(place)/run"], code: 73, subject: place)
    try check(
      ["publish", "none.safetensors", "--data", ".", "-o", "\(place).safetensors"], code: 73,
      subject: "\(place).safetensors: ")
    try check(
      ["import", "none.mat", "-o", "\(place).safetensors"], code: 73,
      subject: "\(place).safetensors: ")
  }

  @Test func imageThatItsOutputCannotHold() throws {
    let smooth = ["smooth", "clear.png", "--model", "guided", "-o"]
    let prepare: (URL) throws -> Void = { folder in
      var image = Samples.guide()
      image.alpha = Tensor(repeating: 0.5, shape: [1, 1, 48, 64])
      try image.write(to: folder.appendingPathComponent("clear.png").path)
    }
    try check(
      smooth + ["out.jpg"], code: 73, subject: "out.jpg: ", mentions: ["alpha"], prepare: prepare)
    try check(smooth + ["out.gif"], code: 64, subject: "out.gif: ", prepare: prepare)
    try check(smooth + ["clear.png"], code: 64, subject: "clear.png: ", prepare: prepare)
  }

  @Test func energiesThatCannotBeWritten() throws {
    let smooth = ["smooth", "guide.png", "--model", "l0", "-o", "out.png", "--energy"]
    try check(smooth + ["energy.png"], code: 64, subject: "energy.png: ", mentions: [".svg"])
    try check(smooth + ["none/energy.csv"], code: 73, subject: "none/energy.csv: ")
    try check(
      ["smooth", "guide.png", "--model", "l0", "-o", "a.png", "--energy", "a.png"], code: 64,
      subject: "a.png: ")
  }
}
