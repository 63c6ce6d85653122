import BurnishCore
import BurnishTensors

/// Muon (K. Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024) for the kernels
/// between hidden channels, and AdamW for all other parameters.
///
/// A kernel is a matrix of `[O, I · height · width]`. Muon moves its gradients' momentum, with Nesterov's look-ahead,
/// close to the nearest matrix with orthogonal rows (or columns). A step then moves the kernel equally far in
/// directions with small and with large gradients. Steps are multiplied by `0.2 √max(rows, columns)`
/// (J. Liu et al., "Muon is scalable for LLM training", 2025). They then have the size of
/// Adam's steps, so one learning rate works for both.
public struct Muon: Optimizer {
  public var learningRate: Float {
    get { adam.learningRate }
    set { adam.learningRate = newValue }
  }
  /// The share of the gradients' running mean that each step keeps, 0..<1.
  public var momentum: Float
  /// The optimizer of the other parameters.
  private var adam: Adam
  private var means: [String: Tensor] = [:]

  /// - Parameters:
  ///   - adam: updates the other parameters. Muon also uses its learning rate and its decay. The decay must be
  ///     decoupled, and its scope applies.
  ///   - momentum: the share of the gradients' running mean that each step keeps, 0..<1.
  public init(_ adam: Adam, momentum: Float = 0.95) {
    require((0..<1).contains(momentum), "momentum \(momentum) must lie in 0..<1")
    require(
      adam.decoupled, "Muon's weight decay is decoupled, and so must be Adam's beside it")
    (self.adam, self.momentum) = (adam, momentum)
  }

  /// Whether Muon updates a parameter: a matrix whose extents, or a kernel whose numbers of channels, are
  /// both at least ``minimumExtent``. First and last layers do not qualify.
  public static func takes(_ parameter: Parameter) -> Bool {
    parameter.shape.count >= 2 && parameter.shape[0] >= minimumExtent
      && parameter.shape[1] >= minimumExtent
  }

  /// The smallest extent of a matrix that is worth making orthogonal.
  public static let minimumExtent = 8

  public mutating func update(_ parameters: [Parameter], gradients: [Tensor]) {
    checkUpdate(parameters, gradients)
    let pairs = zip(parameters, gradients)
    let others = pairs.filter { !Self.takes($0.0) }
    adam.update(others.map(\.0), gradients: others.map(\.1))
    for (parameter, gradient) in pairs where Self.takes(parameter) { step(parameter, gradient) }
  }

  private mutating func step(_ parameter: Parameter, _ gradient: Tensor) {
    let old = means.removeValue(forKey: parameter.path) ?? Tensor(zeros: parameter.shape)
    let gradient = gradient.plain()
    let mean = old * momentum + gradient * (1 - momentum)
    means[parameter.path] = mean
    let ahead = mean * momentum + gradient * (1 - momentum)
    let (rows, columns) = (ahead.shape[0], ahead.shape.dropFirst().reduce(1, *))
    let direction = nearlyOrthogonal(ahead.reshaped(to: [rows, columns]))
    let length = learningRate * 0.2 * Float(max(rows, columns)).squareRoot()
    let decay = adam.decayScope.contains(parameter) ? learningRate * adam.weightDecay : 0
    parameter.update { $0 = $0 * (1 - decay) - direction.reshaped(to: parameter.shape) * length }
  }

  public func state() -> [String: Tensor] {
    var state = adam.state()
    for (path, mean) in means { state["muon.mean.\(path)"] = mean }
    return state
  }

  public mutating func load(
    _ state: [String: Tensor], for parameters: [Parameter], from source: String
  ) throws(Failure) {
    var adam = adam
    try adam.load(state, for: parameters.filter { !Self.takes($0) }, from: source)
    let named = NamedState(tensors: state, source: source)
    var means: [String: Tensor] = [:]
    if adam.steps > 0 {
      for parameter in parameters where Self.takes(parameter) {
        means[parameter.path] = try named.tensor(
          "muon.mean.\(parameter.path)", shape: parameter.shape)
      }
    }
    (self.adam, self.means) = (adam, means)
  }
}

/// Five Newton-Schulz iterations with the coefficients of Muon's authors. They move all singular
/// values of a matrix into 0.7...1.2 and keep its singular vectors.
func nearlyOrthogonal(_ matrix: Tensor) -> Tensor {
  let isTall = matrix.shape[0] > matrix.shape[1]
  var x = isTall ? transposed(matrix) : matrix
  x = x * Float(1 / (x.dot(x).squareRoot() + 1e-7))
  for _ in 0..<5 {
    let square = product(x, transposed(x))
    let combination = square * -4.7750 + product(square, square) * 2.0315
    x = x * 3.4445 + product(combination, x)
  }
  return isTall ? transposed(x) : x
}

/// The product of two matrices, computed as a 1x1 convolution.
private func product(_ first: Tensor, _ second: Tensor) -> Tensor {
  let (rows, inner, columns) = (first.shape[0], first.shape[1], second.shape[1])
  return second.reshaped(to: [1, inner, 1, columns]).convolved(
    weight: first.reshaped(to: [rows, inner, 1, 1]), geometry: .valid
  ).plain().reshaped(to: [rows, columns])
}

private func transposed(_ matrix: Tensor) -> Tensor {
  let (rows, columns) = (matrix.shape[0], matrix.shape[1])
  return Tensor(shape: [columns, rows]) { output in
    matrix.plain().withUnsafeSamples { input in
      for row in 0..<rows {
        for column in 0..<columns { output[column * rows + row] = input[row * columns + column] }
      }
    }
  }
}
