import BurnishCore
import COneDNN

/// Identifies a oneDNN convolution.
struct ConvolutionKey: Hashable, Sendable {
  enum Kind: Hashable, Sendable { case inference, forward, inputGradient, weightGradient }

  let kind: Kind
  let inputShape: [Int]
  let weightShape: [Int]
  let geometry: ConvolutionGeometry
  let bias: Bool
  let activation: Activation
  let threads: Int

  init(
    _ kind: Kind, inputShape: [Int], weightShape: [Int], geometry: ConvolutionGeometry,
    bias: Bool, activation: Activation = .none
  ) {
    require(
      inputShape.count == 4 && weightShape.count == 4 && inputShape[1] == weightShape[1],
      "a weight of shape \(weightShape) does not fit an input of shape \(inputShape)")
    self.kind = kind
    self.inputShape = inputShape
    self.weightShape = weightShape
    self.geometry = geometry
    self.bias = bias
    self.activation = activation
    threads = Parallel.threadCount
  }

  var outputShape: [Int] {
    let size = geometry.outputSize(
      height: inputShape[2], width: inputShape[3], kernelHeight: weightShape[2],
      kernelWidth: weightShape[3])
    return [inputShape[0], weightShape[0], size.height, size.width]
  }

  /// Forgets the primitives of all convolutions.
  static func removePrimitives() { cache.removeAll() }

  func primitive() -> Primitive { Self.cache.primitive(for: self, create: create) }

  private static let cache = PrimitiveCache<ConvolutionKey>(limit: 512)

  private func create() -> Primitive {
    let kinds: [Kind: burnish_convolution_kind] = [
      .inference: BURNISH_CONVOLUTION_INFERENCE, .forward: BURNISH_CONVOLUTION_FORWARD,
      .inputGradient: BURNISH_CONVOLUTION_SOURCE_GRADIENT,
      .weightGradient: BURNISH_CONVOLUTION_WEIGHTS_GRADIENT,
    ]
    let activations: [Activation: burnish_activation] = [
      .none: BURNISH_NO_ACTIVATION, .relu: BURNISH_RELU, .sigmoid: BURNISH_SIGMOID,
    ]
    let outputShape = outputShape
    var shape = burnish_convolution_shape(
      images: Int64(inputShape[0]), input_channels: Int64(inputShape[1]),
      input_height: Int64(inputShape[2]), input_width: Int64(inputShape[3]),
      output_channels: Int64(outputShape[1]), output_height: Int64(outputShape[2]),
      output_width: Int64(outputShape[3]), kernel_height: Int64(weightShape[2]),
      kernel_width: Int64(weightShape[3]), stride: Int64(geometry.stride),
      dilation: Int64(geometry.dilation), padding_top: Int64(geometry.padding.top),
      padding_left: Int64(geometry.padding.left), padding_bottom: Int64(geometry.padding.bottom),
      padding_right: Int64(geometry.padding.right))
    let handle = burnish_convolution_create(
      kinds[kind]!, &shape, bias, activations[activation]!, Int32(threads))
    guard let handle else {
      fatalError(
        "oneDNN has no convolution of an input \(inputShape) with a weight \(weightShape)")
    }
    return Primitive(handle, arguments: Self.arguments(of: kind), threads: threads)
  }

  private static func arguments(of kind: Kind) -> [burnish_argument] {
    switch kind {
    case .inference, .forward: [BURNISH_SOURCE, BURNISH_WEIGHTS, BURNISH_DESTINATION]
    case .inputGradient:
      [BURNISH_SOURCE_GRADIENT, BURNISH_WEIGHTS, BURNISH_DESTINATION_GRADIENT]
    case .weightGradient:
      [BURNISH_SOURCE, BURNISH_WEIGHTS_GRADIENT, BURNISH_DESTINATION_GRADIENT]
    }
  }
}
