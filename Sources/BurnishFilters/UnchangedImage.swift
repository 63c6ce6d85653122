import BurnishTensors

/// The filter that leaves every image as it is.
public struct UnchangedImage: ImageFilter {
  public let channels = 1
  public let reach = 0
  public let alignment = 1

  public init() {}

  public func filter(_ image: Tensor) -> Tensor { image }
}
