import BurnishFilters
import BurnishImages
import BurnishTensors

extension AlternatingMinimization {
  /// A picture and how it came about.
  public struct RestoredImage: Sendable {
    public var image: Image
    public var minimization: Result
  }

  /// The picture with less gradients, all colours together.
  ///
  /// Nothing is clipped. Alpha, the format of the samples and the colour profile stay.
  /// - Parameters:
  ///   - image: gray or colour. Floating-point samples above 1 are light and keep their range.
  ///   - subject: what a failure names: the picture's file.
  ///   - progress: called after each iteration with the share done, in 0...1.
  /// - Throws: ``Failure`` of the kind `badData` where samples are no light; and whatever
  ///   `progress` throws, which ends the work.
  public func restored(
    _ image: Image, subject: String = "picture", progress: (Double) throws -> Void = { _ in }
  ) throws -> RestoredImage {
    try image.checkLight(subject: subject)
    let minimization = try minimize(image.withHiddenColorsFilled().samples) {
      try progress(Double($0.iteration.number) / Double($0.count))
    }
    var result = image
    result.samples = minimization.image
    return RestoredImage(image: result, minimization: minimization)
  }
}
