import ArgumentParser

/// The number that marks a missing height.
struct NoDataOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Heights: number for no height. (default: of the TIFF)", valueName: "n"),
    transform: number(of: "--no-data", "a number") { (_: Double) in true })
  var noData: Double?
}
