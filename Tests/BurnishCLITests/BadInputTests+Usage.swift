import Foundation
import Testing
import _TestSupport

/// Commands that request something that does not exist.
extension BadInputTests {
  /// The message depends on whether weights are shipped at all. Either message is one line.
  @Test func unknownModel() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      let outcome = try Program.run(upsample("depth.png", ["--model", "nonesuch"]), in: folder)
      #expect([64, 66].contains(outcome.code) && outcome.errorLines.count == 2)
      #expect(outcome.errors.contains("weights"), "\(outcome.errors)")
    }
  }

  /// Options that would have no effect are refused, with their purpose.
  @Test(arguments: [
    (
      ["upsample", "depth.png", "--guide", "guide.png", "--keep-vectors"], "--keep-vectors", "flow"
    ),
    (
      ["upsample", "depth.png", "--kind", "mask", "--guide", "guide.png", "--nan-holes"],
      "--nan-holes", "--kind depth"
    ),
    (
      ["colorize", "guide.png", "--scribbles", "guide.png", "--model", "fdkn"], "--model",
      "--at 1/N"
    ),
    (
      [
        "colorize", "guide.png", "--scribbles", "guide.png", "--at", "1", "--model", "guided",
        "--radius", "2",
      ], "--model", "--at 1/N"
    ),
  ])
  func optionsWithoutEffect(_ arguments: [String], _ option: String, _ wanted: String) throws {
    try check(
      arguments + ["-o", "out.png"], code: 64, subject: "\(option): ", mentions: [wanted])
  }

  @Test(arguments: [
    ["upsample"], ["upsample", "depth.png"], ["nonesuch"], ["--nonesuch"],
    ["upsample", "depth.png", "--guide", "guide.png", "-o", "out.png", "--factor", "many"],
    ["upsample", "depth.png", "--guide", "guide.png", "-o", "out.png", "--threads", "0"],
    ["evaluate", "depth", "--set", "nonesuch", "--factor", "4", "--model", "bicubic"],
    ["evaluate", "depth", "--set", "lu", "--factor", "5", "--model", "bicubic"],
    ["evaluate", "depth", "--set", "lu", "--factor", "4", "--model", "bicubic", "--limit", "0"],
    ["evaluate", "depth", "--set", "lu", "--factor", "4", "--model", "bicubic"],
    ["demo", "--factor", "7"],
    ["evaluate", "saliency", "--factor", "3", "--model", "bicubic"],
    ["evaluate", "depth-noise", "--set", "lu", "--sigma", "0", "--model", "none"],
    ["evaluate", "nir", "--sigma", "300", "--model", "none"],
    ["denoise", "guide.png", "a.png", "--guide", "guide.png", "-o", "out.png"],
    ["denoise", "guide.png", "--guide", "guide.jpg", "--kind", "music", "-o", "out.png"],
    ["denoise", "guide.png", "--guide", "guide.jpg", "--sigma", "-1", "-o", "out.png"],
    ["smooth", "guide.png", "--rounds", "0", "-o", "out.png"],
    ["smooth", "guide.png", "--sigma", "9", "--model", "x.safetensors", "-o", "out.png"],
    ["smooth", "guide.png", "--model", "l0", "--rounds", "2", "-o", "out.png"],
    ["smooth", "guide.png", "--model", "l0", "--sigma", "9", "-o", "out.png"],
    ["smooth", "guide.png", "--model", "l0", "--strength", "0", "-o", "out.png"],
    ["smooth", "guide.png", "--model", "l0", "--strength", "nan", "-o", "out.png"],
    ["smooth", "guide.png", "--model", "guided", "--strength", "0.1", "-o", "out.png"],
    ["smooth", "guide.png", "--energy", "energy.svg", "-o", "out.png"],
    ["denoise", "guide.png", "--energy", "energy.svg", "-o", "out.png"],
    ["denoise", "guide.png", "--model", "tv", "--sigma", "0", "-o", "out.png"],
    [
      "denoise", "guide.png", "--guide", "guide.jpg", "--model", "tv", "--energy", "energy.svg",
      "-o", "out.png",
    ],
    ["inspect", "kernel", "depth.png", "--guide", "guide.png", "--at", "3", "-o", "out.png"],
    ["inspect", "kernel", "depth.png", "--guide", "guide.png", "--at", "64,3", "-o", "out.png"],
    [
      "inspect", "kernel", "depth.png", "--guide", "guide.png", "--at", "6,3", "--json",
      "./out.png",
      "-o", "out.png",
    ],
    ["denoise", "guide.png", "--guide", "guide.jpg", "--nan-holes", "-o", "out.png"],
    [
      "inspect", "kernel", "depth.png", "--guide", "guide.png", "--at", "6,3", "--model", "bicubic",
      "-o", "out.png",
    ],
  ])
  func wrongUsage(_ arguments: [String]) throws {
    try check(arguments, code: 64, subject: "")
  }
}
