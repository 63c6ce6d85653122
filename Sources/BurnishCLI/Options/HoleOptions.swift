import ArgumentParser

/// How a depth map marks pixels without a measurement.
struct HoleOptions: ParsableArguments {
  @Flag(help: "Depth: NaN and infinity are missing pixels.")
  var nanHoles = false
}
