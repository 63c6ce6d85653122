import BurnishFilters
import BurnishImages

extension AlternatingMinimization {
  /// The result and how it was computed.
  public struct RestoredImage: Sendable {
    public var image: Image
    public var minimization: Result
  }

  /// The image with fewer gradients, all colors together.
  ///
  /// Nothing is clipped. Alpha, the sample format and the color profile stay.
  /// - Parameters:
  ///   - image: gray or color. Floating-point samples above 1 are light. They are divided by
  ///     ``Image/lightScale`` first, since the weights of penalties are for 0...1. The result has
  ///     their range; the energies are for the divided samples.
  ///   - subject: the image's file, named in errors.
  ///   - progress: called after each iteration with the finished share, in 0...1.
  /// - Throws: ``Failure`` of the kind `badData` if samples are not light.
  public func restoredBlocking(
    _ image: Image, subject: String = "image", progress: (Double) -> Void = { _ in }
  ) throws(Failure) -> RestoredImage {
    var minimization: Result?
    let restored = try image.filteringLight(subject: subject) { (seen, _) throws(Failure) in
      let result = try minimize(
        seen.samples, reporting: { progress(Double($0.iteration.number) / Double($0.count)) })
      minimization = result
      return result.image
    }
    return RestoredImage(image: restored, minimization: minimization!)
  }
}
