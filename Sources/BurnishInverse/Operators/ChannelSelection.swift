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
  public init(_ channels: [Int], of shape: [Int]) {
    checkImageShape(shape)
    require(
      !channels.isEmpty && Set(channels).count == channels.count
        && channels.allSatisfy { (0..<shape[1]).contains($0) },
      "channels \(channels) of an image of \(shape[1])")
    (self.channels, inputShape) = (channels, shape)
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
