import ArgumentParser

/// Where a command for one or more images writes its results.
struct ImagesOutputOptions: ParsableArguments {
  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("Result file; for several images a folder.", valueName: "path"))
  var output: String

  @OptionGroup var overwriting: OverwriteOptions
}
