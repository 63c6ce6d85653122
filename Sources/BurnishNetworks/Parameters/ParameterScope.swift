import BurnishTensors

/// A place in a network at which layers register their parameters, by explicit path.
///
/// ```swift
/// let root = ParameterScope(seed: 1)
/// let conv = Conv2d(from: 3, to: 64, kernelSize: 3, in: root["guide"]["conv1"])
/// root.parameters.map(\.path)  // guide.conv1.weight, guide.conv1.bias
/// ```
public struct ParameterScope {
  /// Every parameter registered so far under the root of this scope.
  public let parameters: ParameterSet
  /// The dotted path of this scope; empty at the root.
  public let path: String
  private let seed: UInt64

  /// The root of a new network.
  /// - Parameter seed: decides every random first sample. Each parameter draws from a stream of its
  ///   own, made of the seed and its path, so that adding a layer leaves the others as they are.
  public init(seed: UInt64) {
    self.init(parameters: ParameterSet(), path: "", seed: seed)
  }

  private init(parameters: ParameterSet, path: String, seed: UInt64) {
    self.parameters = parameters
    self.path = path
    self.seed = seed
  }

  /// The scope `name` within this one; `name` must not be empty.
  public subscript(name: String) -> ParameterScope {
    ParameterScope(parameters: parameters, path: child(name), seed: seed)
  }

  /// The scope of the element `index` of a list of layers.
  public subscript(index: Int) -> ParameterScope { self[String(index)] }

  /// Registers a trainable parameter. A path that is taken is a programmer's mistake.
  /// - Parameters:
  ///   - name: the last part of the path: `weight`.
  ///   - shape: the parameter's shape.
  ///   - initializer: how its first samples are drawn.
  ///   - fanIn: how many inputs one output sums over, for the initialisers that depend on it.
  public func parameter(
    _ name: String, shape: [Int], initializer: Initializer, fanIn: Int = 0
  ) -> Parameter {
    register(name, .trainable, shape, initializer, fanIn)
  }

  /// Registers a buffer: saved and loaded with the network, but not trained by the optimiser.
  public func buffer(_ name: String, shape: [Int], initializer: Initializer) -> Parameter {
    register(name, .buffer, shape, initializer, 0)
  }

  private func register(
    _ name: String, _ kind: Parameter.Kind, _ shape: [Int], _ initializer: Initializer, _ fanIn: Int
  ) -> Parameter {
    let path = child(name)
    var random = RandomNumbers(seed: seed, stream: Self.hash(path))
    let value = initializer.tensor(shape: shape, fanIn: fanIn, using: &random)
    let parameter = Parameter(path: path, kind: kind, value: value)
    parameters.register(parameter)
    return parameter
  }

  private func child(_ name: String) -> String {
    precondition(!name.isEmpty, "a name under \"\(path)\" is empty")
    return path.isEmpty ? name : "\(path).\(name)"
  }

  /// 64-bit FNV-1a. Swift's own hashes differ from run to run.
  private static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }
}
