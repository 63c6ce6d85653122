import BurnishCore
import BurnishTensors
import Synchronization

/// A step of a network in training and in inference: a convolution, its optional batch normalization, and the
/// activation.
///
/// In inference, the normalization is folded into the convolution. The folded weights are kept in the fast kernels'
/// layout until a parameter changes.
public final class ConvolutionBlock: Sendable {
  public let convolution: Conv2d
  public let normalization: BatchNorm2d?
  private let kept = Mutex<Folded?>(nil)

  /// - Parameter normalization: a normalization of the convolution's channels. If there is one, the convolution must
  ///   have no activation.
  public init(_ convolution: Conv2d, _ normalization: BatchNorm2d? = nil) {
    require(
      normalization == nil || convolution.activation == .none,
      "the convolution \(convolution.weight.path) has an activation before normalization")
    (self.convolution, self.normalization) = (convolution, normalization)
  }

  /// One convolution that equals the block in inference.
  final class Folded: Sendable {
    let forward: CompiledConvolution
    fileprivate let changes: Int
    private let weight: Tensor
    private let transposed = Mutex<CompiledConvolution?>(nil)

    fileprivate init(_ block: ConvolutionBlock, _ geometry: ConvolutionGeometry) {
      changes = block.changeCount
      let folded = block.normalization.map(block.convolution.foldedWeightAndBias(with:))
      weight = folded?.weight ?? block.convolution.weight.value
      forward = CompiledConvolution(
        weight: weight, bias: folded?.bias ?? block.convolution.bias?.value, geometry: geometry,
        activation: block.activation)
    }

    /// Carries gradients from the output to the input; made when the first gradient needs it.
    fileprivate var backward: CompiledConvolution {
      transposed.withLock { transposed in
        if let transposed { return transposed }
        let made = CompiledConvolution(inputGradientOf: weight, geometry: forward.geometry)
        transposed = made
        return made
      }
    }
  }

  /// The activation of the whole block.
  private var activation: Activation {
    normalization.map { $0.relu ? .relu : .none } ?? convolution.activation
  }

  /// Increases with every change of a parameter.
  private var changeCount: Int {
    let parameters = [
      convolution.weight, convolution.bias, normalization?.scale, normalization?.shift,
      normalization?.runningMean, normalization?.runningVariance,
    ]
    return parameters.reduce(0) { $0 + ($1?.changeCount ?? 0) }
  }

  /// The folded convolution, made again if parameters or the requested geometry have changed.
  func folded(_ geometry: ConvolutionGeometry) -> Folded {
    let changes = changeCount
    if let known = kept.withLock({ $0 }), known.changes == changes,
      known.forward.geometry == geometry
    {
      return known
    }
    let made = Folded(self, geometry)
    kept.withLock { $0 = made }
    return made
  }

  /// Applies the block. On a tape with gradients of parameters, convolution and normalization are separate steps. On a
  /// tape with gradients of images only, they are one folded step. Without a tape, no gradient is kept.
  func applied(to input: Variable, geometry: ConvolutionGeometry) -> Variable {
    guard let tape = input.tape else {
      return Variable(constant: folded(geometry).forward(input.value))
    }
    if tape.mode == .inference, !tape.differentiatesParameters, carriesGradients(geometry) {
      return folded(to: input, on: tape, geometry)
    }
    let output = input.convolved(
      convolution.weight.variable, bias: convolution.bias?.variable, geometry: geometry,
      activation: convolution.activation)
    return normalization.map { $0(output) } ?? output
  }

  /// Whether another convolution can carry gradients back through the folded convolution.
  private func carriesGradients(_ geometry: ConvolutionGeometry) -> Bool {
    let (shape, padding) = (convolution.weight.shape, geometry.padding)
    return geometry.stride == 1 && geometry.dilation == 1
      && max(padding.top, padding.bottom) < shape[2]
      && max(padding.left, padding.right) < shape[3] && [.none, .relu].contains(activation)
  }

  /// Records the folded convolution. The gradient passes this block's ReLU when it is added to the node. It passes
  /// the previous block's ReLU in the same pass as the convolution.
  private func folded(
    to input: Variable, on tape: Tape, _ geometry: ConvolutionGeometry
  ) -> Variable {
    let folded = folded(geometry)
    guard let place = tape.node(of: input) else {
      return Variable(value: folded.forward(input.value), tape: tape, source: .constant)
    }
    var mask: ReLUMask?
    let output: Tensor
    if activation == .relu {
      let noted = folded.forward.withMask(input.value)
      (output, mask) = (noted.output, noted.mask)
    } else {
      output = folded.forward(input.value)
    }
    let node = tape.append(output.shape, mask: mask) { gradient, tape in
      let inputMask = tape.mask(of: place)
      tape.add(
        folded.backward(gradient, gradientOf: inputMask), to: place, isMasked: inputMask != nil)
    }
    return Variable(value: output, tape: tape, source: .node(node))
  }
}
