import ArgumentParser

/// Whether a command may replace existing files.
struct OverwriteOptions: ParsableArguments {
  @Flag(name: .customLong("overwrite"), help: "Replace existing outputs.")
  var isAllowed = false
}
