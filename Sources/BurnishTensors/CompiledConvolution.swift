import COneDNN
import Synchronization

/// A convolution with weights that no longer change, kept in the layout of the last input's size.
public final class CompiledConvolution: Sendable {
  public let geometry: ConvolutionGeometry
  public let activation: Activation
  private let weight: Tensor
  private let bias: Tensor?
  private let prepared = Mutex<(key: ConvolutionKey, weight: Tensor)?>(nil)

  /// - Parameters:
  ///   - weight: `[O, I, kernelHeight, kernelWidth]`.
  ///   - bias: `[O]`.
  public init(
    weight: Tensor, bias: Tensor?, geometry: ConvolutionGeometry, activation: Activation = .none
  ) {
    self.weight = weight.plain()
    self.bias = bias?.plain()
    self.geometry = geometry
    self.activation = activation
  }

  /// Convolves `input`, `[N, I, H, W]`.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    let key = ConvolutionKey(
      .inference, inputShape: input.shape, weightShape: weight.shape, geometry: geometry,
      bias: bias != nil, activation: activation)
    let primitive = key.primitive()
    let ready = prepared.withLock { prepared in
      if let prepared, prepared.key == key { return prepared.weight }
      let weight = weight.inLayout(primitive.layout(BURNISH_WEIGHTS))
      prepared = (key, weight)
      return weight
    }
    return convolve(input, preparedWeight: ready, bias: bias, key: key, primitive: primitive)
  }
}
