import ArgumentParser

/// Whether a command may replace files that are there.
struct OverwriteOptions: ParsableArguments {
  @Flag(name: .customLong("overwrite"), help: "Replace outputs that are there already.")
  var isAllowed = false
}
