import Burnish
import BurnishNetworks
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// The files that `Scripts/golden/imports.py` made for the importers' tests.
private let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .appendingPathComponent("../BurnishImportTests/Golden").standardized

@Suite struct ImportCommandTests {
  private func withFiles(_ names: [String], _ body: (URL) throws -> Void) throws {
    try Program.withFolder { folder in
      for name in names {
        try FileManager.default.copyItem(
          at: golden.appendingPathComponent(name), to: folder.appendingPathComponent(name))
      }
      try body(folder)
    }
  }

  @Test func importsAModelThatUpsampleLoads() throws {
    try withFiles(["fdkn-pickles.pth"]) { folder in
      let outcome = try Program.run(
        [
          "import", "fdkn-pickles.pth", "--factor", "4", "--licence", "GPL-3.0", "-o",
          "fdkn.safetensors",
        ], in: folder)
      #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
      #expect(outcome.output.hasPrefix("fdkn: FDKN, upsampling x4 (dkn-bicubic), "))
      let path = folder.appendingPathComponent("fdkn.safetensors").path
      let card = try WeightFile(contentsOf: path).card
      #expect(card.dataLicense == "GPL-3.0" && card.data.contains("fdkn-pickles.pth"))
      try Samples.write(to: folder)
      let use = try Program.run(
        [
          "upsample", "depth.png", "--kind", "depth", "--guide", "guide.png", "--model",
          "fdkn.safetensors", "-o", "out.png",
        ], in: folder)
      #expect(use.code == 0 && use.errors == "", "\(use.errors)")
    }
  }

  @Test func importsTheSameFromEitherVersionOfMATLAB() throws {
    try withFiles(["djf-5.mat", "djf-73.mat"]) { folder in
      for name in ["djf-5", "djf-73"] {
        let outcome = try Program.run(
          [
            "import", "\(name).mat", "--factor", "8", "--no-residual", "--protocol", "dkn-bicubic",
            "-o", "\(name).safetensors",
          ], in: folder)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.output.hasPrefix("djf: DJF, upsampling x8 (dkn-bicubic), "))
      }
      let weights = try ["djf-5", "djf-73"].map {
        try Safetensors.read(folder.appendingPathComponent("\($0).safetensors").path).tensors
      }
      #expect(weights[0].mapValues(\.values) == weights[1].mapValues(\.values))
    }
  }

  @Test func importsTheAutoencoder() throws {
    try withFiles(["autoencoder.caffemodel"]) { folder in
      let outcome = try Program.run(
        ["import", "autoencoder.caffemodel", "-o", "dae.safetensors"], in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(
        outcome.output.hasPrefix("autoencoder: DenoisingAutoencoder, Gaussian noise of sigma"))
      _ = try ImageModel(contentsOf: folder.appendingPathComponent("dae.safetensors").path)
    }
  }

  /// A failed import ends in one line, its exit code, and no file.
  @Test(arguments: [
    (["refused-shape.pth", "--factor", "8"], 65, "\"DepthKernel.conv3.weight\""),
    (["refused-call.pth", "--factor", "8"], 65, "not called"),
    (["refused-shape.mat", "--factor", "8", "--residual"], 65, "weights_depth{1}"),
    (["refused-shape.caffemodel"], 65, "conv3.blobs[0]"),
    (["fdkn-archive.pth"], 64, "--factor"),
    (["djf-5.mat", "--factor", "4"], 64, "--residual"),
    (["autoencoder.caffemodel", "--factor", "4"], 64, "--factor"),
    (["autoencoder.caffemodel", "--residual"], 64, "--residual"),
    (
      ["autoencoder.caffemodel", "--sigma", "11"], 64,
      "25.0, says the file, not 11.0; expected no --sigma"
    ),
    (["text.txt"], 65, "none of the known formats"),
    (["empty.pth"], 65, "empty"),
    (["none.pth"], 66, "does not exist"),
    (["folder"], 66, "directory"),
    (["fdkn-archive.pth", "--factor", "1"], 64, "--factor"),
    (["fdkn-archive.pth", "--factor", "4", "--sigma", "5"], 64, "--sigma"),
    (["fdkn-archive.pth", "--sigma", "0"], 64, "--sigma"),
  ])
  func refuses(_ arguments: [String], code: Int32, mention: String) throws {
    let name = arguments[0]
    let exists = FileManager.default.fileExists(atPath: golden.appendingPathComponent(name).path)
    try withFiles(exists ? [name] : []) { folder in
      if name == "text.txt" {
        try Data("no weights".utf8).write(to: folder.appendingPathComponent(name))
      } else if name == "empty.pth" {
        try Data().write(to: folder.appendingPathComponent(name))
      } else if name == "folder" {
        try FileManager.default.createDirectory(
          at: folder.appendingPathComponent(name), withIntermediateDirectories: false)
      }
      try expectRefused(
        ["import"] + arguments + ["-o", "out.safetensors"], in: folder, code, mention)
    }
  }

  @Test func outputsThatCannotBe() throws {
    try withFiles(["autoencoder.caffemodel"]) { folder in
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent("folder.safetensors"), withIntermediateDirectories: false)
      for (output, code, mention) in [
        ("none/out.safetensors", Int32(73), "none"), ("folder.safetensors", 73, "directory"),
        ("out.npy", 64, ".safetensors"),
      ] {
        try expectRefused(
          ["import", "autoencoder.caffemodel", "-o", output], in: folder, code, mention)
      }
      // A full device replaces a full disk.
      if FileManager.default.fileExists(atPath: "/dev/full") {
        try FileManager.default.createSymbolicLink(
          atPath: folder.appendingPathComponent("full.safetensors").path,
          withDestinationPath: "/dev/full")
        try expectRefused(
          ["import", "autoencoder.caffemodel", "-o", "full.safetensors"], in: folder, 74, "full")
      }
    }
  }

  @Test(arguments: ["fdkn-pickles.pth", "fdkn-archive.pth", "djf-5.mat", "djf-73.mat"])
  func damagedFilesLeaveNothingBehind(_ name: String) throws {
    let original = Array(try Data(contentsOf: golden.appendingPathComponent(name)))
    var random = RandomNumbers(seed: 4)
    try Program.withFolder { folder in
      for _ in 0..<8 {
        var bytes = original
        damage(&bytes, using: &random)
        try Data(bytes).write(to: folder.appendingPathComponent(name))
        let outcome = try Program.run(
          ["import", name, "--factor", "8", "--residual", "-o", "out.safetensors"], in: folder)
        #expect(outcome.code == 0 || outcome.code == 65, "\(outcome.errors)")
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(left.count == (outcome.code == 0 ? 2 : 1), "\(left)")
        try? FileManager.default.removeItem(at: folder.appendingPathComponent("out.safetensors"))
      }
    }
  }

  private func expectRefused(
    _ arguments: [String], in folder: URL, _ code: Int32, _ mention: String
  ) throws {
    let before = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let outcome = try Program.run(arguments, in: folder)
    #expect(outcome.code == code, "\(arguments): \(outcome.errors)")
    #expect(outcome.output.isEmpty && outcome.errorLines.count == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains(mention), "\(outcome.errors)")
    let after = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(after == before, "files were left behind")
  }
}
