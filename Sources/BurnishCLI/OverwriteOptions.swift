import ArgumentParser

/// Whether a command may replace files that are there.
struct OverwriteOptions: ParsableArguments {
  @Flag(name: .customLong("overwrite"), help: "Replace existing outputs.")
  var isAllowed = false
}
