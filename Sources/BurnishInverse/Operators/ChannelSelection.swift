import BurnishCore
import BurnishTensors

/// Selects some channels and drops the others.
public struct ChannelSelection: ImageOperator {
  /// The selected channels, in the order of the output.
  public let channels: [Int]
  public let inputShape: [Int]

  public var outputShape: [Int] { [1, channels.count, inputShape[2], inputShape[3]] }

  /// - Parameters:
  ///   - channels: at least one, within `0..<C`, without duplicates.
  ///   - shape: the shape of input images, `[1, C, H, W]`.
  /// - Throws: ``Failure`` of the kind `badData` for another shape or other channels.
  public init(_ channels: [Int], of shape: [Int]) throws(Failure) {
    try Self.check(channels, of: shape)
    (self.channels, inputShape) = (channels, shape)
  }

  @inline(never)
  private static func check(_ channels: [Int], of shape: [Int]) throws(Failure) {
    try checkImageShape(shape)
    guard !channels.isEmpty, Set(channels).count == channels.count,
      channels.allSatisfy({ (0..<shape[1]).contains($0) })
    else {
      throw Failure(
        .badData, "channels", found: "\(channels)",
        wanted: "different ones of 0 to \(shape[1] - 1)")
    }
  }

  public func apply(_ x: Tensor) -> Tensor {
    checkInput(x)
    let planes = x.split(counts: Array(repeating: 1, count: inputShape[1]))
    return Tensor.joined(channels.map { planes[$0] })
  }

  public func applyAdjoint(_ y: Tensor) -> Tensor {
    checkOutput(y)
    let planes = y.split(counts: Array(repeating: 1, count: channels.count))
    let lost = Tensor(zeros: [1, 1, inputShape[2], inputShape[3]])
    return Tensor.joined(
      (0..<inputShape[1]).map { channel in
        channels.firstIndex(of: channel).map { planes[$0] } ?? lost
      })
  }
}
