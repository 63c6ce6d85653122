import BurnishCore
import BurnishTensors

/// The tensors that parameters are read from, and their first error.
///
/// Layers have initializers that cannot fail. This object records the first error and leaves the parameters from there
/// on blank. The caller gets the failure instead of the network.
final class ParameterReading {
  private let tensors: [String: Tensor]
  private let source: String
  private var failure: Failure?

  /// - Parameters:
  ///   - tensors: the tensors by path.
  ///   - source: the origin of the tensors, for the error message.
  init(_ tensors: [String: Tensor], from source: String) {
    self.tensors = tensors
    self.source = source
  }

  /// The tensor for a parameter, or `nil` if this one or an earlier one does not fit.
  func tensor(_ path: String, shape: [Int]) -> Tensor? {
    guard failure == nil else { return nil }
    do { return try Self.tensor(path, shape: shape, in: tensors, from: source).plain() } catch {
      failure = error
      return nil
    }
  }

  /// - Parameter parameters: all parameters that were read.
  /// - Throws: the first error, or a ``Failure`` that names the first tensor, by name, that no parameter has.
  func check(_ parameters: ParameterSet) throws(Failure) {
    if let failure { throw failure }
    try Self.refuseOthers(than: parameters, in: tensors, from: source)
  }

  /// - Throws: a ``Failure`` of the kind `badData` if there is no tensor with the path or if its shape is wrong.
  static func tensor(
    _ path: String, shape: [Int], in tensors: [String: Tensor], from source: String
  ) throws(Failure) -> Tensor {
    guard let tensor = tensors[path] else {
      throw Failure(
        .badData, source, found: "there is no tensor \"\(path)\"", wanted: "one of shape \(shape)")
    }
    guard tensor.shape == shape else {
      throw Failure(
        .badData, source, found: "the tensor \"\(path)\" has the shape \(tensor.shape)",
        wanted: "the shape \(shape)")
    }
    return tensor
  }

  /// - Throws: a ``Failure`` of the kind `badData` with the first tensor, by name, that no parameter has.
  static func refuseOthers(
    than parameters: ParameterSet, in tensors: [String: Tensor], from source: String
  ) throws(Failure) {
    guard let other = tensors.keys.filter({ parameters[$0] == nil }).min() else { return }
    throw Failure(
      .badData, source, found: "there is a tensor \"\(other)\" that the network does not have",
      wanted: "its \(parameters.all.count) tensors only")
  }
}
