import BurnishCore
import BurnishTensors

/// The tensors that parameters are read from, and the first thing that was wrong with them.
///
/// Layers are made by initializers that cannot fail. What is wrong is noted, the parameters from there on stay
/// blank, and whoever asked for the network gets the failure in its place.
final class ParameterReading {
  private let tensors: [String: Tensor]
  private let source: String
  private var failure: Failure?

  /// - Parameters:
  ///   - tensors: by path.
  ///   - source: what they were read from, for the error message.
  init(_ tensors: [String: Tensor], from source: String) {
    self.tensors = tensors
    self.source = source
  }

  /// The tensor for a parameter; `nil` where this one or one before it does not fit.
  func tensor(_ path: String, shape: [Int]) -> Tensor? {
    guard failure == nil else { return nil }
    do { return try Self.tensor(path, shape: shape, in: tensors, from: source).plain() } catch {
      failure = error
      return nil
    }
  }

  /// - Parameter parameters: all that were read.
  /// - Throws: what was wrong first; else a ``Failure`` that names a tensor that no parameter has, the first by name.
  func check(_ parameters: ParameterSet) throws(Failure) {
    if let failure { throw failure }
    try Self.refuseOthers(than: parameters, in: tensors, from: source)
  }

  /// - Throws: a ``Failure`` of the kind `badData` where there is no tensor of the path, or one of another shape.
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
