import BurnishCore
import BurnishTensors

/// Weight normalization (T. Salimans, D. Kingma, "Weight Normalization", 2016): weights stored as directions v and
/// magnitudes g.
///
/// The weights are `g v / |v|`.
enum WeightNormalization {
  /// The possible names of a weight, and then of its direction.
  static func names(of weight: String) -> [String] {
    let parts = weight.split(separator: ".")
    guard let last = parts.last else { return [weight] }
    let module = parts.dropLast().map { "\($0)." }.joined()
    return [weight, "\(weight)_v", "\(module)parametrizations.\(last).original1"]
  }

  /// Replaces the parts of normalized weights by the weights.
  ///
  /// - Throws: ``Failure`` if a part is missing, does not fit, or uses another normalization.
  static func undone(
    in tensors: [String: Tensor], _ file: ForeignFile
  ) throws(Failure) -> [String: Tensor] {
    var result = tensors
    for name in tensors.keys.sorted() {
      let parts: (magnitude: String, direction: String, weight: String)
      if name.hasSuffix("_g"), tensors["\(name.dropLast(2))_v"] != nil {
        let weight = String(name.dropLast(2))
        parts = (name, "\(weight)_v", weight)
      } else if let match = name.wholeMatch(of: /(.*\.)?parametrizations\.([^.]+)\.original0/) {
        let (module, weight) = (match.1.map(String.init) ?? "", String(match.2))
        parts = (name, "\(module)parametrizations.\(weight).original1", "\(module)\(weight)")
      } else {
        try refuseOthers(name, file)
        continue
      }
      guard let direction = tensors[parts.direction] else {
        throw file.unsupported(
          "there is no tensor \"\(parts.direction)\" beside \"\(name)\"",
          wanted: "both parts of weight normalization")
      }
      result[parts.weight] = try weight(
        direction, magnitudes: tensors[name]!, name: name, file)
      result[parts.magnitude] = nil
      result[parts.direction] = nil
    }
    return result
  }

  private static func refuseOthers(_ name: String, _ file: ForeignFile) throws(Failure) {
    guard
      name.hasSuffix(".weight_orig")
        || name.wholeMatch(of: /.*parametrizations\..*\.original/) != nil
    else { return }
    throw file.unsupported(
      "the tensor \"\(name)\" belongs to a parametrization that is not undone here, such as spectral normalization",
      wanted: "weights after torch.nn.utils.parametrize.remove_parametrizations")
  }

  /// - Parameter magnitudes: the same axes as the direction, with an extent of one along axes over which norms are
  ///   computed; or a single number for the norm over all axes.
  private static func weight(
    _ direction: Tensor, magnitudes: Tensor, name: String, _ file: ForeignFile
  ) throws(Failure) -> Tensor {
    let (shape, extents) = (direction.shape, magnitudes.shape)
    guard
      magnitudes.count == 1
        || (extents.count == shape.count && zip(extents, shape).allSatisfy { $0 == $1 || $0 == 1 })
    else {
      throw file.unsupported(
        "the tensor \"\(name)\" has the shape \(extents)",
        wanted: "magnitudes for directions of the shape \(shape)")
    }
    // The index of each sample's magnitude.
    var strides = [Int](repeating: 0, count: shape.count)
    if magnitudes.count > 1 {
      var stride = 1
      for axis in shape.indices.reversed() where extents[axis] > 1 {
        strides[axis] = stride
        stride *= extents[axis]
      }
    }
    let places = (0..<direction.count).map { index in
      var (rest, place) = (index, 0)
      for axis in shape.indices.reversed() {
        place += rest % shape[axis] * strides[axis]
        rest /= shape[axis]
      }
      return place
    }
    let (samples, lengths) = (direction.values, magnitudes.values)
    var squares = [Double](repeating: 0, count: lengths.count)
    for (index, place) in places.enumerated() {
      squares[place] += Double(samples[index]) * Double(samples[index])
    }
    return Tensor(
      shape: shape,
      values: places.enumerated().map { index, place in
        Float(Double(samples[index]) * Double(lengths[place]) / squares[place].squareRoot())
      })
  }
}
