import ArgumentParser

/// What a restoration writes in addition to its result.
struct ObservationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Energy and residuals of each iteration: .csv for a table, with --truth also of decibels, \
      .svg for a plot.
      """, valueName: "file", visibility: .hidden))
  var trace: String?

  @Option(
    help: ArgumentHelp(
      "The original image, of the result's size, to report decibels.", valueName: "image",
      visibility: .hidden))
  var truth: String?

  @Option(
    help: ArgumentHelp(
      "Existing folder for a PNG after every --every iterations.", valueName: "dir",
      visibility: .hidden))
  var intermediate: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Iterations between intermediate images. (default: 1)", visibility: .hidden),
    transform: number(of: "--every", in: 1...))
  var every: Int?

  func validate() throws {
    if every != nil, intermediate == nil {
      throw ValidationError("--every: belongs to --intermediate, which is not given")
    }
  }
}
