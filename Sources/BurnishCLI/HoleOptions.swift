import ArgumentParser

/// What marks the pixels of a depth map that have no measurement.
struct HoleOptions: ParsableArguments {
  @Flag(help: "Depth: NaN and infinity are missing pixels.")
  var nanHoles = false
}
