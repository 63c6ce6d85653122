import COneDNN
import Synchronization

/// A convolution with weights that no longer change, kept in the layout of the last input's size.
public final class CompiledConvolution: Sendable {
  public let geometry: ConvolutionGeometry
  public let activation: Activation
  private let weight: Tensor
  private let bias: Tensor?
  private let blocks: PixelBlocks?
  private let prepared = Mutex<(key: ConvolutionKey?, weight: Tensor)?>(nil)

  /// - Parameters:
  ///   - weight: `[O, I, kernelHeight, kernelWidth]`.
  ///   - bias: `[O]`.
  public init(
    weight: Tensor, bias: Tensor?, geometry: ConvolutionGeometry, activation: Activation = .none
  ) {
    let blocks = PixelBlocks(weightShape: weight.shape, geometry: geometry)
    self.weight = blocks?.weight(weight) ?? weight.plain()
    self.bias = bias.map { blocks?.bias($0) ?? $0.plain() }
    self.blocks = blocks
    self.geometry = geometry
    self.activation = activation
  }

  /// Convolves `input`, `[N, I, H, W]`.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    guard let blocks else { return convolve(input, geometry: geometry) }
    let output = convolve(
      input, geometry: blocks.geometry(geometry, inputShape: input.shape))
    return blocks.output(output, geometry, inputShape: input.shape)
  }

  private func convolve(_ input: Tensor, geometry: ConvolutionGeometry) -> Tensor {
    let key = ConvolutionKey(
      .inference, inputShape: input.shape, weightShape: weight.shape, geometry: geometry,
      bias: bias != nil, activation: activation)
    checkBias(bias, of: key)
    if let winograd = WinogradConvolution(key) {
      // The same for images of any size.
      let kernel = prepared(for: nil) { winograd.kernel(weight) }
      return winograd(input, kernel: kernel, bias: bias, activation: activation)
    }
    let primitive = key.primitive()
    let ready = prepared(for: key) { weight.inLayout(primitive.layout(BURNISH_WEIGHTS)) }
    return BurnishTensors.convolve(
      input, preparedWeight: ready, bias: bias, key: key, primitive: primitive)
  }

  private func prepared(for key: ConvolutionKey?, _ prepare: () -> Tensor) -> Tensor {
    prepared.withLock { prepared in
      if let prepared, prepared.key == key { return prepared.weight }
      let weight = prepare()
      prepared = (key, weight)
      return weight
    }
  }
}
