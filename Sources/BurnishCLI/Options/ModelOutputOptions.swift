import ArgumentParser

/// The file for the model that a command makes.
struct ModelOutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong, help: ArgumentHelp("Model to write (.safetensors).", valueName: "file"))
  var output: String

  @OptionGroup var overwriting: OverwriteOptions
}
