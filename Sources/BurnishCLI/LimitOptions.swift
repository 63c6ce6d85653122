import ArgumentParser

/// How many images of a data set are measured.
struct LimitOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: ArgumentHelp("Measure only the first n images.", valueName: "n"),
    transform: number(of: "--limit", in: 1...))
  var limit: Int?
}
