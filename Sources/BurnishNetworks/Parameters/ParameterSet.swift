import BurnishCore
import BurnishTensors
import Synchronization

/// The parameters and buffers of a network, in the order of their registration.
public final class ParameterSet: Sequence, Sendable {
  private struct Entries {
    var all: [Parameter] = []
    var byPath: [String: Parameter] = [:]
  }
  private let entries = Mutex(Entries())

  public init() {}

  public var all: [Parameter] { entries.withLock { $0.all } }

  func register(_ parameter: Parameter) {
    entries.withLock { entries in
      require(entries.byPath[parameter.path] == nil, "the path \(parameter.path) is taken")
      entries.byPath[parameter.path] = parameter
      entries.all.append(parameter)
    }
  }

  public func makeIterator() -> IndexingIterator<[Parameter]> { all.makeIterator() }

  /// The parameters that an optimizer trains.
  public var trainable: [Parameter] { all.filter(\.isTrainable) }
  /// The tensors that layers update.
  public var buffers: [Parameter] { all.filter { !$0.isTrainable } }
  public var paths: [String] { all.map(\.path) }

  /// The parameter at `path`, if there is one.
  public subscript(path: String) -> Parameter? { entries.withLock { $0.byPath[path] } }

  /// The value of every parameter and buffer by path, as in a checkpoint.
  public func snapshot() -> [String: Tensor] {
    Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0.value) })
  }

  /// Replaces every parameter and buffer with the tensor of its path.
  ///
  /// Nothing changes unless everything fits.
  /// - Parameters:
  ///   - tensors: the values by path, in the parameters' shapes.
  ///   - source: the origin of the tensors, for the error message.
  ///   - allowingOthers: whether to ignore tensors with other names instead of throwing.
  /// - Throws: a ``Failure`` that names the first tensor that is missing, has a wrong shape, or, by
  ///   name, does not belong to the network.
  public func load(
    _ tensors: [String: Tensor], from source: String, allowingOthers: Bool = false
  ) throws(Failure) {
    var values: [Tensor] = []
    for parameter in all {
      values.append(
        try ParameterReading.tensor(
          parameter.path, shape: parameter.shape, in: tensors, from: source))
    }
    if !allowingOthers {
      try ParameterReading.refuseOthers(than: self, in: tensors, from: source)
    }
    for (parameter, value) in zip(all, values) { parameter.assign(value) }
  }
}
