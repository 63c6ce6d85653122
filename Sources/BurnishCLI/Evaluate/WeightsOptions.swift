import ArgumentParser

/// Which weights are measured.
struct WeightsOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Shipped weights or .safetensors file.", valueName: "name|path"))
  var model: String
}
