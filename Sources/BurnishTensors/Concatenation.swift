import BurnishCore

extension Tensor {
  /// Concatenates images along their channels.
  /// - Parameter inputs: at least one tensor, each `[N, C_i, H, W]` with the same N, H, and W.
  /// - Returns: `[N, sum of C_i, H, W]`. The gradient is ``split(counts:)``.
  public static func joined(_ inputs: [Tensor]) -> Tensor {
    require(!inputs.isEmpty, "there is nothing to concatenate")
    let first = inputs[0].shape
    require(
      inputs.allSatisfy { input in
        input.shape.count == 4 && input.shape[0] == first[0] && input.shape[2...] == first[2...]
      }, "inputs of shapes \(inputs.map(\.shape)) differ in more than their channels")
    if inputs.count == 1 { return inputs[0] }
    // Blocks of 16 channels can be concatenated like single channels.
    let staysBlocked = inputs.allSatisfy(\.isChannels16)
    let inputs = staysBlocked ? inputs : inputs.map { $0.plain() }
    let plane = first[2] * first[3]
    let total = inputs.reduce(0) { $0 + $1.shape[1] }
    let shape = [first[0], total, first[2], first[3]]
    let output =
      staysBlocked
      ? Tensor.uninitialized(shape: shape, layout: .channels16(shape))
      : Tensor(shape: shape) { _ in }
    var offset = 0
    for input in inputs {
      let length = input.shape[1] * plane
      copyRuns(
        first[0], length: length, from: input.storage.pointer, sourceStride: length,
        to: output.storage.pointer + offset, destinationStride: total * plane)
      offset += length
    }
    withExtendedLifetime(inputs) {}
    return output
  }

  /// Splits images `[N, C, H, W]` along their channels.
  /// - Parameter counts: the numbers of channels of the parts, which sum to C.
  /// - Returns: the parts, each `[N, counts[i], H, W]`. The gradient is ``joined(_:)``.
  public func split(counts: [Int]) -> [Tensor] {
    let shape = self.shape
    require(
      shape.count == 4 && counts.allSatisfy { $0 >= 0 } && counts.reduce(0, +) == shape[1],
      "an input of shape \(shape) cannot be split into \(counts) channels")
    if counts.count == 1 { return [self] }
    let plane = shape[2] * shape[3]
    let staysBlocked = isChannels16 && counts.allSatisfy { $0 > 0 && $0 % 16 == 0 }
    let input = staysBlocked ? self : plain()
    var offset = 0
    return counts.map { count in
      let partShape = [shape[0], count, shape[2], shape[3]]
      let part =
        staysBlocked
        ? Tensor.uninitialized(shape: partShape, layout: .channels16(partShape))
        : Tensor(shape: partShape) { _ in }
      copyRuns(
        shape[0], length: count * plane, from: input.storage.pointer + offset,
        sourceStride: shape[1] * plane, to: part.storage.pointer, destinationStride: count * plane)
      offset += count * plane
      return part
    }
  }
}

/// Copies `count` runs of `length` samples.
private func copyRuns(
  _ count: Int, length: Int, from source: UnsafePointer<Float>, sourceStride: Int,
  to destination: UnsafeMutablePointer<Float>, destinationStride: Int
) {
  guard length > 0 else { return }
  // The pieces have a fixed size so that even a single image uses all cores.
  let piece = 1 << 16
  let pieces = (length + piece - 1) / piece
  Parallel.forEachRange(count * pieces, grain: 2) { range in
    for index in range {
      let (run, start) = (index / pieces, index % pieces * piece)
      (destination + run * destinationStride + start).update(
        from: source + run * sourceStride + start, count: min(piece, length - start))
    }
  }
}
