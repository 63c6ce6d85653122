import Testing

/// What is wrong with arguments is said in one line, with what would do.
@Suite struct ArgumentMessageTests {
  @Test(arguments: [
    (
      ["upsample", "a.png", "--guide"],
      "Missing value for '--guide <guide>': The picture to follow: PNG, JPEG, TIFF, PPM, PGM or .npy"
    ),
    (
      ["upsample", "a.png", "-o", "b.png"],
      "Missing expected argument '--guide <guide>': The picture to follow: PNG, JPEG, TIFF, PPM, PGM "
        + "or .npy"
    ),
    (
      ["colorize", "a.png", "--scribbles", "b.png", "--at", "3", "-o", "c.png"],
      "The value '3' is invalid for '--at <1/n>': Of scribbles: the size at which colours spread: 1, "
        + "which it is by default, for all of it, or 1/2 to 1/64"
    ),
    (
      ["colorize", "a.png", "--at", "1/2", "-o", "c.png"],
      "--at: the size at which colours spread from scribbles; expected --scribbles"
    ),
    (
      ["colorize", "a.png", "--radius", "2", "-o", "c.png"],
      "--radius and --epsilon belong to --model guided, which colours from scribbles take"
    ),
    // Few allowed values in one line, many in several, of which none may be lost.
    (
      ["denoise", "a.png", "--kind", "x", "-o", "b.png"],
      "The value 'x' is invalid for '--kind <kind>'. Please provide one of 'picture', 'depth' or 'height'"
    ),
    (
      ["publish", "a", "--set", "x", "-o", "b"],
      "The value 'x' is invalid for '--set <set>'. Please provide one of the following: middlebury, "
        + "lu, nyu, rgbdd, nir, bsd68, set12, faces, set14, kodak24"
    ),
    (
      ["denoise", "a.png", "--sigma", "0", "-o", "b.png"],
      "--sigma: 0; expected a number in 0.001...255, or auto"
    ),
    (
      ["denoise", "a.png", "--sigma", "-5", "-o", "b.png"],
      "--sigma: -5; expected a number in 0.001...255, or auto"
    ),
    (
      ["denoise", "a.png", "--sigma", "abc", "-o", "b.png"],
      "--sigma: \"abc\"; expected a number in 0.001...255, or auto"
    ),
    (
      ["evaluate", "deblur", "--set", "set5", "--sigma", "2"],
      "--set: set5; expected levin or kodak"
    ),
    (
      ["evaluate", "denoise", "--set", "set12", "--sigma", "1e-38", "--model", "none"],
      "--sigma: 1e-38; expected a number in 0.001...255"
    ),
    // What begins with a minus is the option's value, and not another option.
    (
      ["superres", "a.png", "--factor", "-2", "-o", "b.png"],
      "--factor: -2; expected a number in 1...16"
    ),
    (
      ["superres", "a.png", "--factor", "abc", "-o", "b.png"],
      "--factor: \"abc\"; expected a number in 1...16"
    ),
    (
      ["superres", "a.png", "--factor", "2", "--sigma", "-1", "-o", "b.png"],
      "--sigma: -1; expected a number in 0.001...255, 0 for none, or auto"
    ),
    (
      ["superres", "a.png", "--factor", "2", "--seed", "-1", "-o", "b.png"],
      "--seed: \"-1\"; expected a whole number of 0 or more"
    ),
    (
      ["superres", "a.png", "--factor", "2", "--iterations", "-1", "-o", "b.png"],
      "--iterations: -1; expected a whole number in 1...100000"
    ),
    (
      ["superres", "a.png", "--factor", "2", "--threads", "1.5", "-o", "b.png"],
      "--threads: \"1.5\"; expected a whole number in 1...1024"
    ),
    (
      [
        "superres", "a.png", "--factor", "2", "--intermediate", ".", "--every", "-1", "-o", "b.png",
      ],
      "--every: -1; expected a whole number of 1 or more"
    ),
    (
      ["inpaint", "a.png", "--mask", "m.png", "--sigma", "auto", "-o", "b.png"],
      "--sigma: \"auto\"; expected a number in 0.001...255, or 0 for none"
    ),
    (
      ["inpaint", "a.png", "--mask", "m.png", "--sigma", "nan", "-o", "b.png"],
      "--sigma: nan; expected a number in 0.001...255, or 0 for none"
    ),
    (
      ["evaluate", "deblur", "--sigma", "-1"],
      "--sigma: -1; expected a number in 0.001...255, or 0 for none"
    ),
    (
      ["evaluate", "restore", "--blur", "-1"],
      "--blur: -1; expected a number in 0.1...20, or 0 for none"
    ),
    (
      ["evaluate", "inpaint", "--missing", "-1"],
      "--missing: -1; expected a number above 0 and below 1"
    ),
    (
      ["evaluate", "superres", "--factor", "-1"],
      "--factor: -1; expected a whole number in 2...16"
    ),
    (
      ["evaluate", "superres", "--factor", "2", "--limit", "-1"],
      "--limit: -1; expected a whole number of 1 or more"
    ),
    (
      ["evaluate", "superres", "--factor", "2", "--model", "none", "--iterations", "3"],
      "--model none: has no --solver and no --iterations"
    ),
    (
      ["evaluate", "inpaint", "--model", "none", "--solver", "descent"],
      "--model none: has no --solver and no --iterations"
    ),
    (
      ["smooth", "a.png", "--rounds", "-1", "-o", "b.png"],
      "--rounds: -1; expected a whole number in 1...100"
    ),
    (
      ["upsample", "a.png", "--guide", "b.png", "--factor", "-2", "-o", "c.png"],
      "--factor: -2; expected a whole number in 2...64"
    ),
  ])
  func line(_ arguments: [String], _ wanted: String) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.code == 64 && outcome.output.isEmpty)
    let command = arguments.prefix(arguments[0] == "evaluate" ? 2 : 1).joined(separator: " ")
    #expect(outcome.errors == "burnish: \(wanted); see 'burnish \(command) --help'\n")
  }
}
