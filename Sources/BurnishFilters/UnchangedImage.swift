import BurnishTensors

/// The filter that returns every image unchanged.
public struct UnchangedImage: ImageFilter {
  public let channels = 1
  public let reach = 0
  public let alignment = 1

  public init() {}

  public func filter(_ image: Tensor) -> Tensor { image }
}
