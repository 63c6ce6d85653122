import BurnishCore
import BurnishTensors

/// Reads the named tensors of a checkpoint. Errors name the tensor that is wrong.
struct NamedState {
  let tensors: [String: Tensor]
  let source: String

  func tensor(_ name: String, shape: [Int]) throws(Failure) -> Tensor {
    guard let tensor = tensors[name] else {
      throw Failure(
        .badData, source, found: "there is no tensor \"\(name)\"", wanted: "one of shape \(shape)")
    }
    guard tensor.shape == shape else {
      throw Failure(
        .badData, source, found: "the tensor \"\(name)\" has the shape \(tensor.shape)",
        wanted: "the shape \(shape)")
    }
    return tensor.plain()
  }

  func counter(_ name: String) throws(Failure) -> Int {
    let digits = try tensor(name, shape: [2]).values
    guard
      let low = Int(exactly: digits[0]), let high = Int(exactly: digits[1]),
      (0..<Self.radix).contains(low), (0..<Self.radix).contains(high)
    else {
      throw Failure(.badData, source, found: "the tensor \"\(name)\" is not a count of steps")
    }
    return high * Self.radix + low
  }

  /// A count as a tensor: two digits of 24 bits, which `Float` holds exactly, with the low digit first.
  static func counter(_ count: Int) -> Tensor {
    Tensor(shape: [2], values: [Float(count % radix), Float(count / radix)])
  }

  private static let radix = 1 << 24
}
