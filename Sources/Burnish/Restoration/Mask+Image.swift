import BurnishCore
import BurnishImages
import BurnishInverse
import BurnishTensors

extension Mask {
  /// A mask of the known pixels, from a gray image that is white where pixels are missing.
  ///
  /// - Parameters:
  ///   - subject: the image's file, named in errors.
  ///   - shape: the samples' shape, `[1, C, H, W]`.
  /// - Throws: ``Failure``, like ``known(in:subject:)``, and `badData` if the size differs from
  ///   `shape`.
  public static func missing(
    in image: Image, subject: String = "mask", for shape: [Int]
  ) throws(Failure) -> Mask {
    let known = try known(in: image, subject: subject)
    guard known.shape[2] == shape[2], known.shape[3] == shape[3] else {
      throw Failure(
        .badData, subject, found: "\(known.shape[3])x\(known.shape[2]) pixels",
        wanted: "\(shape[3])x\(shape[2]), the image's size")
    }
    return try Mask(known, channels: shape[1])
  }

  /// 1 for known pixels and 0 for missing ones, which are white (above 0.5) in a gray image.
  ///
  /// - Parameter subject: the image's file, named in errors.
  /// - Throws: ``Failure`` of the kind `badData` if samples leave 0...1, the image is in color, no
  ///   pixel is known, or no pixel is missing.
  public static func known(
    in image: Image, subject: String = "mask"
  ) throws(Failure) -> Tensor {
    try image.checkRange(subject: subject)
    guard let gray = image.plainGray else {
      throw Failure(.badData, subject, found: "an image in color", wanted: "a mask in gray")
    }
    let known = Tensor(shape: gray.shape, values: gray.values.map { $0 > 0.5 ? 0 : 1 })
    guard known.values.contains(0) else {
      throw Failure(
        .badData, subject, found: "no pixel is missing",
        wanted: "white (above half) where pixels are missing")
    }
    guard known.values.contains(1) else {
      throw Failure(
        .badData, subject, found: "white alone: no pixel is known",
        wanted: "black where pixels are known")
    }
    return known
  }
}
