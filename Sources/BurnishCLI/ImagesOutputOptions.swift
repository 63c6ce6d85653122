import ArgumentParser

/// Where the results of a command go that takes one image or many.
struct ImagesOutputOptions: ParsableArguments {
  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("Result file; for several images a folder.", valueName: "path"))
  var output: String

  @OptionGroup var overwriting: OverwriteOptions
}
