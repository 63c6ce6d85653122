import BurnishCore

extension ArchitectureHyperparameters {
  /// One pixel for each convolution of 3 x 3, and 16 pixels for the solution in each round. In a solution, a
  /// sample's influence never ends, but falls by `exp(−√γ)` from pixel to pixel; 16 pixels suffice for γ =
  /// 0.3. For an exact result, let the network tile the image itself (``StagedNetwork``).
  func reachOfRounds(_ rounds: Int, depth: Int) -> Int { rounds * (depth + 16) }

  func demandRounds(
    _ rounds: Int, depth: Int, channels: Int, gammaLayer: Int, gammaFloor: Float, _ path: String
  ) throws(Failure) {
    try demand((1...16).contains(rounds), "rounds", "a number in 1...16", path)
    try demand((2...100).contains(depth), "depth", "a number in 2...100", path)
    try demand((1...1024).contains(channels), "channels", "a number in 1...1024", path)
    try demand(
      gammaLayer >= 1 && gammaLayer < depth, "gammaLayer", "a number from 1 to depth less 1", path)
    try demand(gammaFloor > 0 && gammaFloor <= 1, "gammaFloor", "a number above 0, at most 1", path)
  }
}
