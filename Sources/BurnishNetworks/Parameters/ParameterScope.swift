import BurnishCore
import BurnishTensors

/// A place in a network where layers register their parameters, by explicit path.
///
/// ```swift
/// let root = ParameterScope(seed: 1)
/// let conv = Conv2d(from: 3, to: 64, kernelSize: 3, in: root["guide"]["conv1"])
/// root.parameters.map(\.path)  // guide.conv1.weight, guide.conv1.bias
/// ```
///
/// The same layers draw their initial samples in a scope with a seed and read them in a reading scope:
///
/// ```swift
/// let network = try ParameterScope.reading(tensors, from: path) { DeepAM(hyperparameters, in: $0) }
/// ```
public struct ParameterScope {
  /// The source of parameters' initial samples.
  private enum Source {
    case random(seed: UInt64)
    case reading(ParameterReading)
    case blank
  }

  /// Every parameter registered so far under the root of this scope.
  public let parameters: ParameterSet
  /// The dotted path of this scope; empty at the root.
  public let path: String
  private let source: Source

  /// The root of a new network.
  /// - Parameter seed: determines every random initial sample. The seed and its path give each parameter a
  ///   separate random stream, so adding a layer does not change the others.
  public init(seed: UInt64) {
    self.init(parameters: ParameterSet(), path: "", source: .random(seed: seed))
  }

  /// The root of a network whose parameters have paths and shapes, but no samples until they are assigned.
  public static func blank() -> ParameterScope {
    ParameterScope(parameters: ParameterSet(), path: "", source: .blank)
  }

  private init(parameters: ParameterSet, path: String, source: Source) {
    self.parameters = parameters
    self.path = path
    self.source = source
  }

  /// The scope `name` within this one; `name` must not be empty.
  public subscript(name: String) -> ParameterScope {
    ParameterScope(parameters: parameters, path: child(name), source: source)
  }

  /// The scope of element `index` in a list of layers.
  public subscript(index: Int) -> ParameterScope { self[String(index)] }

  /// Registers a trainable parameter. A path that is already in use is a programming error.
  /// - Parameters:
  ///   - name: the last part of the path: `weight`.
  ///   - shape: the parameter's shape.
  ///   - initializer: draws the initial samples, unless they are read.
  ///   - fanIn: the number of inputs that one output sums over, for initializers that depend on it.
  public func parameter(
    _ name: String, shape: [Int], initializer: Initializer, fanIn: Int = 0
  ) -> Parameter {
    register(name, .trainable, shape, initializer, fanIn)
  }

  /// Registers a buffer, which is saved and loaded with the network but not trained by the optimizer.
  public func buffer(_ name: String, shape: [Int], initializer: Initializer) -> Parameter {
    register(name, .buffer, shape, initializer, 0)
  }

  private func register(
    _ name: String, _ kind: Parameter.Kind, _ shape: [Int], _ initializer: Initializer, _ fanIn: Int
  ) -> Parameter {
    let path = child(name)
    let value: Tensor?
    switch source {
    case .random(let seed):
      var random = RandomNumbers(seed: seed, stream: Self.hash(path))
      value = initializer.tensor(shape: shape, fanIn: fanIn, using: &random)
    case .reading(let reading): value = reading.tensor(path, shape: shape)
    case .blank: value = nil
    }
    let parameter = Parameter(path: path, kind: kind, shape: shape, value: value)
    parameters.register(parameter)
    return parameter
  }

  private func child(_ name: String) -> String {
    require(!name.isEmpty, "a name under \"\(path)\" is empty")
    return path.isEmpty ? name : "\(path).\(name)"
  }

  /// 64-bit FNV-1a, because Swift's hashes differ from run to run.
  private static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }
}

extension ParameterScope {
  /// Builds a network whose parameters are read instead of drawn.
  ///
  /// - Parameters:
  ///   - tensors: the values by path, in the parameters' shapes.
  ///   - source: the origin of the tensors, for the error message.
  ///   - build: makes the network in the root scope that it receives.
  /// - Throws: a ``Failure`` that names the first tensor that is missing, has a wrong shape, or, by
  ///   name, does not belong to the network.
  public static func reading<Network>(
    _ tensors: [String: Tensor], from source: String, _ build: (ParameterScope) -> Network
  ) throws(Failure) -> Network {
    let reading = ParameterReading(tensors, from: source)
    let scope = ParameterScope(parameters: ParameterSet(), path: "", source: .reading(reading))
    let network = build(scope)
    try reading.check(scope.parameters)
    return network
  }
}
