import Burnish
import BurnishCore
import BurnishImages

/// A gray face under several lights.
public struct FaceSample: Sample {
  /// The face under light from the front.
  public let front: Image
  /// The face under each other light, all in the size of `front`.
  public let others: [Image]

  /// - Throws: ``Failure`` as `Image.readInRange` does, and `badData` if the sizes differ.
  public init(_ files: FaceFiles, _: Void) throws(Failure) {
    let front = try Image.readInRange(files.front).grayscale()
    var others: [Image] = []
    for path in files.others {
      let face = try Image.readInRange(path).grayscale()
      guard face.width == front.width, face.height == front.height else {
        throw Failure(
          .badData, path, found: "\(face.width)x\(face.height) pixels",
          wanted: "\(front.width)x\(front.height) pixels as \(files.front) has")
      }
      others.append(face)
    }
    (self.front, self.others) = (front, others)
  }
}
