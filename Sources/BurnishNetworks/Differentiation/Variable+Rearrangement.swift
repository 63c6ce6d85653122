import BurnishTensors

/// Moves each block of pixels into channels: `[N, C, H, W]` to `[N, C · block², H / block,
/// W / block]`, the channel of row `dy` and column `dx` being `c · block² + dy · block + dx`.
public func spaceToDepth(_ input: Variable, block: Int) -> Variable {
  Recording.unary(input, spaceToDepth(input.value, block: block)) {
    depthToSpace($0, block: block)
  }
}

/// The inverse of ``spaceToDepth(_:block:)``.
public func depthToSpace(_ input: Variable, block: Int) -> Variable {
  Recording.unary(input, depthToSpace(input.value, block: block)) {
    spaceToDepth($0, block: block)
  }
}

/// Puts images side by side along their channels.
/// - Parameter inputs: at least one, each `[N, Cᵢ, H, W]` with the same N, H and W.
/// - Returns: `[N, Σ Cᵢ, H, W]`.
public func concatenateChannels(_ inputs: [Variable]) -> Variable {
  let output = concatenateChannels(inputs.map(\.value))
  let recording = Recording(inputs)
  let nodes = inputs.map { recording.node($0) }
  let counts = inputs.map { $0.shape[1] }
  return recording.result(output, nodes) { gradient, tape in
    let parts = splitChannels(gradient, counts: counts)
    for case (let node?, let part) in zip(nodes, parts) { tape.add(part, to: node) }
  }
}

/// Cuts images apart along their channels.
/// - Parameters:
///   - input: `[N, C, H, W]`.
///   - counts: the numbers of channels of the parts, which sum to C.
/// - Returns: the parts, each `[N, counts[i], H, W]`.
public func splitChannels(_ input: Variable, counts: [Int]) -> [Variable] {
  let parts = splitChannels(input.value, counts: counts)
  let shape = input.shape
  return parts.indices.map { index in
    let before = counts[..<index].reduce(0, +)
    let after = shape[1] - before - counts[index]
    return Recording.unary(input, parts[index]) { gradient in
      func zeros(_ channels: Int) -> [Tensor] {
        channels == 0 ? [] : [Tensor(zeros: [shape[0], channels, shape[2], shape[3]])]
      }
      return concatenateChannels(zeros(before) + [gradient] + zeros(after))
    }
  }
}

/// The same samples under another shape of the same count.
public func reshape(_ input: Variable, to shape: [Int]) -> Variable {
  let inputShape = input.shape
  return Recording.unary(input, input.value.reshaped(to: shape)) { $0.reshaped(to: inputShape) }
}

/// The samples of images at the pixels of a lattice: `[N, C, H, W]` to the shape that the lattice has
/// of it.
public func pick(_ input: Variable, at lattice: PixelLattice) -> Variable {
  let shape = input.shape
  return Recording.unary(input, pick(input.value, at: lattice)) {
    pickGradient($0, inputShape: shape, at: lattice)
  }
}

/// Sorts pixels by their place in square blocks: `[N, C, H, W]` to `[block² · N, C, H / block,
/// W / block]`, row `dy` and column `dx` of image `n` being image `(dy · block + dx) · N + n`.
public func spaceToBatch(_ input: Variable, block: Int) -> Variable {
  Recording.unary(input, spaceToBatch(input.value, block: block)) {
    batchToSpace($0, block: block)
  }
}

/// The inverse of ``spaceToBatch(_:block:)``.
public func batchToSpace(_ input: Variable, block: Int) -> Variable {
  Recording.unary(input, batchToSpace(input.value, block: block)) {
    spaceToBatch($0, block: block)
  }
}

/// Each image several times in a row: `[N, C, H, W]` to `[N · count, C, H, W]`, image `n · count + i`
/// being image `n`.
public func repeatImages(_ input: Variable, count: Int) -> Variable {
  Recording.unary(input, repeatImages(input.value, count: count)) {
    sumOfRepeatedImages($0, count: count)
  }
}
