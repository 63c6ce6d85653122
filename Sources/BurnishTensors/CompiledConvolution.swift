import BurnishCore
import COneDNN
import Synchronization

/// A convolution with constant weights, kept in the layout for the last input's size.
public final class CompiledConvolution: Sendable {
  public let geometry: ConvolutionGeometry
  public let activation: Activation
  private let weight: Tensor
  private let bias: Tensor?
  private let blocks: PixelBlocks?
  private let prepared = Mutex<(form: WeightForm, weight: Tensor)?>(nil)

  /// The computation that the kept weights are arranged for. Our own kernels accept images of any size.
  private enum WeightForm: Equatable {
    case winograd, direct
    case primitive(ConvolutionKey)
  }

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

  /// The convolution that carries gradients from the output of a convolution to its input. Its kernel is rotated by
  /// 180 degrees, with inputs and outputs swapped.
  ///
  /// - Parameters:
  ///   - weight: the convolution's weight, `[O, I, kernelHeight, kernelWidth]`.
  ///   - geometry: the convolution's geometry, with stride 1, dilation 1, and padding smaller than the kernel.
  public convenience init(inputGradientOf weight: Tensor, geometry: ConvolutionGeometry) {
    let shape = weight.shape
    require(
      geometry.stride == 1 && geometry.dilation == 1,
      "a stride of \(geometry.stride) and a dilation of \(geometry.dilation) are not 1")
    let (outputs, inputs, taps) = (shape[0], shape[1], shape[2] * shape[3])
    let mirrored = weight.withUnsafeSamples { weight in
      Tensor(shape: [inputs, outputs, shape[2], shape[3]]) { mirrored in
        for index in mirrored.indices {
          let (tap, pair) = (index % taps, index / taps)
          let (input, output) = (pair / outputs, pair % outputs)
          mirrored[index] = weight[(output * inputs + input) * taps + taps - 1 - tap]
        }
      }
    }
    let padding = geometry.padding
    require(
      max(padding.top, padding.bottom) < shape[2] && max(padding.left, padding.right) < shape[3],
      "the padding \(padding) is wider than a kernel of \(shape[3])x\(shape[2]) less one")
    self.init(
      weight: mirrored, bias: nil,
      geometry: .init(
        padding: .init(
          top: shape[2] - 1 - padding.top, left: shape[3] - 1 - padding.left,
          bottom: shape[2] - 1 - padding.bottom, right: shape[3] - 1 - padding.right)))
  }

  /// Applies the convolution.
  ///
  /// - Parameters:
  ///   - input: `[N, I, H, W]`.
  ///   - mask: a mask of the output's shape, or `nil`. The output is multiplied by the ReLU's gradient, as in
  ///     ``reluGradient(_:mask:)``. A mask requires the activation `.none`.
  /// - Returns: `[N, O, H', W']`.
  public func callAsFunction(_ input: Tensor, gradientOf mask: ReLUMask? = nil) -> Tensor {
    require(
      mask == nil || activation == .none, "a mask goes with no activation, not \(activation)")
    return applied(to: input, mask: mask, noting: false).output
  }

  /// Applies the convolution and records the mask that the gradient of its ReLU needs.
  ///
  /// - Parameter input: `[N, I, H, W]`.
  /// - Returns: the output of the ReLU, `[N, O, H', W']`, and its mask.
  public func withMask(_ input: Tensor) -> (output: Tensor, mask: ReLUMask) {
    require(activation == .relu, "the activation is \(activation), not a ReLU")
    let (output, mask) = applied(to: input, mask: nil, noting: true)
    return (output, mask ?? ReLUMask(output))
  }

  /// - Parameter noting: whether to return a mask of the output if it costs nothing.
  private func applied(
    to input: Tensor, mask: ReLUMask?, noting: Bool
  ) -> (output: Tensor, mask: ReLUMask?) {
    let geometry = blocks?.geometry(geometry, inputShape: input.shape) ?? geometry
    let key = ConvolutionKey(
      .inference, inputShape: input.shape, weightShape: weight.shape, geometry: geometry,
      bias: bias != nil, activation: activation)
    checkBias(bias, of: key)
    if Cancellation.isRequested {
      let result = Tensor(shape: key.outputShape) { _ in }
      let output = blocks?.output(result, self.geometry, inputShape: input.shape) ?? result
      return (output, noting ? ReLUMask(uninitialized: output.shape) : nil)
    }
    if blocks == nil, let winograd = WinogradConvolution(key) {
      let kernel = prepared(as: .winograd) { winograd.kernel(weight) }
      let noted = noting ? ReLUMask(uninitialized: key.outputShape) : nil
      let output = winograd(
        input, kernel: kernel, bias: bias, activation: activation, mask: mask, noted: noted)
      return (output, noted)
    }
    let result: Tensor
    if let direct = DirectConvolution(key) {
      let kernel = prepared(as: .direct) { direct.kernel(weight) }
      result = direct(input, kernel: kernel, bias: bias, activation: activation)
    } else {
      let primitive = key.primitive()
      let ready = prepared(as: .primitive(key)) {
        weight.inLayout(primitive.layout(BURNISH_WEIGHTS))
      }
      result = BurnishTensors.convolve(
        input, preparedWeight: ready, bias: bias, key: key, primitive: primitive)
    }
    let output = blocks?.output(result, self.geometry, inputShape: input.shape) ?? result
    return (mask.map { reluGradient(output, mask: $0) } ?? output, nil)
  }

  /// Prepares the weight without holding the lock. Preparation may wait for the thread team, which may run something
  /// that needs the lock. Two concurrent callers may prepare the same weight twice.
  private func prepared(as form: WeightForm, _ prepare: () -> Tensor) -> Tensor {
    let known = prepared.withLock { $0 }
    if let known, known.form == form { return known.weight }
    let weight = prepare()
    prepared.withLock { $0 = (form, weight) }
    return weight
  }
}
