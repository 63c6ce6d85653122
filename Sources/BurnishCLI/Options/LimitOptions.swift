import ArgumentParser

/// How many images of a data set to measure.
struct LimitOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: ArgumentHelp("Measure only the first n images.", valueName: "n"),
    transform: number(of: "--limit", in: 1...))
  var limit: Int?
}
