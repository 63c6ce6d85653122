import COneDNN
import Synchronization

/// A convolution with weights that no longer change, kept in the layout of the last input's size.
public final class CompiledConvolution: Sendable {
  public let geometry: ConvolutionGeometry
  public let activation: Activation
  private let weight: Tensor
  private let bias: Tensor?
  private let blocks: PixelBlocks?
  private let prepared = Mutex<(form: WeightForm, weight: Tensor)?>(nil)

  /// What the kept weights are arranged for: our own kernels take images of any size.
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

  /// What carries gradients from the output of a convolution to its input: the kernel turned by half a turn, with
  /// inputs and outputs changed.
  ///
  /// - Parameters:
  ///   - weight: of the convolution, `[O, I, kernelHeight, kernelWidth]`.
  ///   - geometry: of the convolution: stride and dilation 1, the padding no wider than the kernel less one.
  public convenience init(inputGradientOf weight: Tensor, geometry: ConvolutionGeometry) {
    let shape = weight.shape
    precondition(
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
    precondition(
      max(padding.top, padding.bottom) < shape[2] && max(padding.left, padding.right) < shape[3],
      "the padding \(padding) is wider than a kernel of \(shape[3])x\(shape[2]) less one")
    self.init(
      weight: mirrored, bias: nil,
      geometry: .init(
        padding: .init(
          top: shape[2] - 1 - padding.top, left: shape[3] - 1 - padding.left,
          bottom: shape[2] - 1 - padding.bottom, right: shape[3] - 1 - padding.right)))
  }

  /// Convolves.
  ///
  /// - Parameters:
  ///   - input: `[N, I, H, W]`.
  ///   - mask: of the output's shape; the gradient of its ReLU is taken of the output, as
  ///     ``reluGradient(_:mask:)`` has it. Without an activation alone.
  /// - Returns: `[N, O, H', W']`.
  public func callAsFunction(_ input: Tensor, gradientOf mask: ReLUMask? = nil) -> Tensor {
    precondition(
      mask == nil || activation == .none, "a mask goes with no activation, not \(activation)")
    return applied(to: input, mask: mask, noting: false).output
  }

  /// Convolves, and notes what the gradient of the ReLU that follows will need.
  ///
  /// - Parameter input: `[N, I, H, W]`.
  /// - Returns: the output of the ReLU, `[N, O, H', W']`, and its mask.
  public func withMask(_ input: Tensor) -> (output: Tensor, mask: ReLUMask) {
    precondition(activation == .relu, "the activation is \(activation), not a ReLU")
    let (output, mask) = applied(to: input, mask: nil, noting: true)
    return (output, mask ?? ReLUMask(output))
  }

  /// - Parameter noting: whether a mask of the output is wanted, which is there only if it cost nothing.
  private func applied(
    to input: Tensor, mask: ReLUMask?, noting: Bool
  ) -> (output: Tensor, mask: ReLUMask?) {
    let geometry = blocks?.geometry(geometry, inputShape: input.shape) ?? geometry
    let key = ConvolutionKey(
      .inference, inputShape: input.shape, weightShape: weight.shape, geometry: geometry,
      bias: bias != nil, activation: activation)
    checkBias(bias, of: key)
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

  /// Prepares without the lock: it may wait for the team of threads, which may run something that wants
  /// the lock. Two callers at once may prepare the same weight twice.
  private func prepared(as form: WeightForm, _ prepare: () -> Tensor) -> Tensor {
    let known = prepared.withLock { $0 }
    if let known, known.form == form { return known.weight }
    let weight = prepare()
    prepared.withLock { $0 = (form, weight) }
    return weight
  }
}
