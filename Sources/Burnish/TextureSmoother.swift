import BurnishImages
import BurnishTensors

/// Removes texture, and the dots of printed pictures, by filtering a picture repeatedly under its
/// own guidance.
///
/// Texture is to a filter that takes off noise a noise with a pattern: each round takes some of it
/// away and leaves edges, which guide the next one. In every round the picture that the round before
/// left is both the guide, in all its colours, and the target, one colour after the other; the paper
/// on DJFR calls it "the output of the previous iteration as the input of the current iteration" and
/// stops after two or three rounds, the one on DKN takes four for everything.
public struct TextureSmoother: Sendable {
  public let filter: any JointFilter
  /// How often the picture is filtered; 0 leaves it as it is.
  public var rounds = 4
  /// As ``GuidedDenoiser/tileSize``.
  public var tileSize = 1024

  public init(_ filter: any JointFilter) { self.filter = filter }

  /// The picture without texture.
  ///
  /// Samples are clipped to 0...1 after each round, since they guide the next one. Alpha, the
  /// format of the samples and the colour profile stay.
  /// - Parameters:
  ///   - image: gray or colour, samples in 0...1.
  ///   - subject: what a failure names: the picture's file.
  ///   - progress: called after each part of the work with the share done, in 0...1.
  /// - Throws: ``Failure`` of the kind `badData` where floating-point samples leave 0...1; and
  ///   whatever `progress` throws, which ends the work.
  public func smoothed(
    _ image: Image, subject: String = "picture", progress: (Double) throws -> Void = { _ in }
  ) throws -> Image {
    precondition(rounds >= 0, "\(rounds) rounds are no number of rounds")
    try image.checkRange(subject: subject)
    let tiled = TiledFilter(filter, tileSize: tileSize)
    var result = image.withHiddenColorsFilled()
    for round in 0..<rounds {
      let filtered = try tiled.filter(
        target: result.samples, guide: result.samples
      ) { share in
        try progress((Double(round) + share) / Double(rounds))
      }
      result.samples = clipped(filtered, to: 0...1)
    }
    return result
  }
}
