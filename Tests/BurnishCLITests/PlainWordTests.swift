import BurnishImages
import Foundation
import Testing

/// Words and names that resemble something else.
@Suite struct PlainWordTests {
  /// The letters of such a word are no options; `-h` among them would print the help and exit with 0.
  @Test(arguments: [
    (["denoise", "-dash.png", "-o", "o.png"], "-dash.png: ", "./-dash.png"),
    (["-shh"], "-shh: ", "./-shh"),
    (["denoise", "guide.png", "-oh.png"], "-oh.png: ", "a space behind -o"),
    (["denoise", "guide.png", "-o", "-h.png"], "-h.png: ", "./-h.png"),
  ])
  func wordsThatBeginWithAMinusAreNoOptions(
    _ arguments: [String], _ subject: String, _ wanted: String
  ) throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      let outcome = try Program.run(arguments, in: folder)
      #expect(outcome.code == 64 && outcome.output == "")
      #expect(outcome.errors.hasPrefix("burnish: \(subject)") && outcome.errors.contains(wanted))
      #expect(outcome.errorLines.count == 2)
    }
  }

  @Test func behindTwoMinusesTheyAreNames() throws {
    try Program.withFolder { folder in
      try Samples.guide().write(to: folder.appendingPathComponent("-h.png").path)
      for (words, code) in [(["--", "-h.png"], 0), (["./-h.png"], 0), (["-h.png"], 64)] {
        let outcome = try Program.run(
          ["denoise", "--model", "tv", "--sigma", "5", "-o=o.png"] + ["--overwrite"] + words,
          in: folder)
        #expect(outcome.code == Int32(code), "\(outcome.errors)")
      }
    }
  }

  @Test func numbersThatBeginWithAMinusAreValues() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      for words in [["--motion", "-5,30"], ["--gaussian", "-.5"], ["--origin", "-1,-1"]] {
        let outcome = try Program.run(["deblur", "guide.png", "-o", "o.png"] + words, in: folder)
        #expect(outcome.code == 64 && outcome.errors.contains(words[0]), "\(outcome.errors)")
      }
    }
  }

  /// A name with a line break cannot add a line, which could mislead a script.
  @Test func namesMakeNoLines() throws {
    try Program.withFolder { folder in
      let name = "photo\nenergy 1 became 0.png"
      try Samples.guide().write(to: folder.appendingPathComponent(name).path)
      let outcome = try Program.run(
        ["denoise", name, "--model", "tv", "--sigma", "auto", "-o", "o.png"], in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      let lines = outcome.output.split(separator: "\n")
      #expect(lines.count == 2 && lines[0].hasPrefix("photo energy 1 became 0.png: noise of sigma"))
    }
  }

  /// The link is no file that could be replaced, with or without `--overwrite`.
  @Test(arguments: [[], ["--overwrite"]]) func aLinkToItselfIsNoOutput(_ option: [String]) throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      let path = folder.appendingPathComponent("loop.png").path
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "loop.png")
      let outcome = try Program.run(
        ["denoise", "guide.png", "--model", "tv", "--sigma", "5", "-o", "loop.png"] + option,
        in: folder, mayOverwrite: false)
      #expect(outcome.code == 73 && outcome.errors.contains("leads back to itself"))
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "loop.png")
    }
  }

  /// For a value that an option refuses, the error is the option's own.
  @Test func valuesOfOptionsAreNoWords() throws {
    let outcome = try Program.run(["denoise", "a.png", "--sigma", "-abc", "-o", "b.png"])
    #expect(outcome.code == 64 && outcome.errors.hasPrefix("burnish: --sigma: \"-abc\""))
  }

  @Test(arguments: [
    (["denoise", "", "-o", "o.png"], 66, "an empty name"),
    (["upsample", "depth.png", "--guide", "", "-o", "o.png"], 66, "an empty name"),
    (["denoise", "guide.png", "-o", ""], 64, "an empty name"),
    (
      ["denoise", "guide.png", "-o", String(repeating: "a", count: 300) + ".png"], 73,
      "too long for the file system"
    ),
    (["restore", "guide.png", "-o", "o.png"], 65, "guide.png: a file that is no text"),
    (
      ["train", "guide.png", "--data", ".", "--out", "runs"], 65,
      "guide.png: a file that is no text"
    ),
  ])
  func namesOfNothingAreSaid(_ arguments: [String], _ code: Int, _ words: String) throws {
    try BadInputTests().check(
      arguments, code: Int32(code), subject: "", mentions: [words, "expected "])
  }
}
