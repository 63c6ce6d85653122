import ArgumentParser

/// What marks the pixels of a depth map that have no measurement.
struct HoleOptions: ParsableArguments {
  @Flag(help: "Take NaN and infinities in depth for pixels without a measurement.")
  var nanHoles = false
}
