import BurnishTensors

extension Reference {
  /// Maps indices of `[N, C, H, W]` to indices in the array with blocks of pixels in channels.
  private static func blockPlaces(_ shape: [Int], block r: Int) -> [Int] {
    let flat = ReferenceTensor(zeros: shape)
    let deep = ReferenceTensor(zeros: [
      shape[0], shape[1] * r * r, shape[2] / r, shape[3] / r,
    ])
    return (0..<flat.count).map { place in
      let at = flat.indices(of: place)
      return deep.place(
        at[0], at[1] * r * r + at[2] % r * r + at[3] % r, at[2] / r, at[3] / r)
    }
  }

  public static func spaceToDepth(_ input: ReferenceTensor, block r: Int) -> ReferenceTensor {
    let shape = input.shape
    var output = ReferenceTensor(zeros: [shape[0], shape[1] * r * r, shape[2] / r, shape[3] / r])
    for (from, to) in blockPlaces(shape, block: r).enumerated() {
      output.values[to] = input.values[from]
    }
    return output
  }

  public static func depthToSpace(_ input: ReferenceTensor, block r: Int) -> ReferenceTensor {
    let shape = input.shape
    var output = ReferenceTensor(
      zeros: [shape[0], shape[1] / (r * r), shape[2] * r, shape[3] * r])
    for (to, from) in blockPlaces(output.shape, block: r).enumerated() {
      output.values[to] = input.values[from]
    }
    return output
  }

  /// The samples at every `stride`-th row and column.
  public static func pick(_ input: ReferenceTensor, at lattice: PixelLattice) -> ReferenceTensor {
    var output = ReferenceTensor(zeros: lattice.shape(of: input.shape))
    for place in 0..<output.count {
      let at = output.indices(of: place)
      output.values[place] =
        input[
          at[0], at[1], lattice.row + at[2] * lattice.stride,
          lattice.column + at[3] * lattice.stride]
    }
    return output
  }

  /// Makes an image from the pixels of each position in blocks, in the order of the positions.
  public static func spaceToBatch(_ input: ReferenceTensor, block: Int) -> ReferenceTensor {
    let parts = PixelLattice.all(stride: block).map { pick(input, at: $0) }
    var shape = parts[0].shape
    shape[0] *= block * block
    return ReferenceTensor(shape: shape, values: parts.flatMap(\.values))
  }

  public static func concatenateChannels(_ inputs: [ReferenceTensor]) -> ReferenceTensor {
    var shape = inputs[0].shape
    shape[1] = inputs.reduce(0) { $0 + $1.shape[1] }
    var output = ReferenceTensor(zeros: shape)
    var first = 0
    for input in inputs {
      for place in 0..<input.count {
        let at = input.indices(of: place)
        output[at[0], first + at[1], at[2], at[3]] = input.values[place]
      }
      first += input.shape[1]
    }
    return output
  }

  /// The result of pooling, and the index where each of its samples came from.
  public static func maxPool2x2(
    _ input: ReferenceTensor
  ) -> (output: ReferenceTensor, places: [Int]) {
    let shape = input.shape
    var output = ReferenceTensor(zeros: [shape[0], shape[1], shape[2] / 2, shape[3] / 2])
    let places = (0..<output.count).map { place in
      let at = output.indices(of: place)
      let square = (0..<4).map { input.place(at[0], at[1], 2 * at[2] + $0 / 2, 2 * at[3] + $0 % 2) }
      return square.dropFirst().reduce(square[0]) {
        input.values[$1] > input.values[$0] ? $1 : $0
      }
    }
    output.values = places.map { input.values[$0] }
    return (output, places)
  }

  /// Adds samples at given indices of an array of zeros.
  public static func scattered(
    _ input: ReferenceTensor, to places: [Int], shape: [Int]
  ) -> ReferenceTensor {
    var output = ReferenceTensor(zeros: shape)
    for (place, value) in zip(places, input.values) { output.values[place] += value }
    return output
  }

  /// The samples at given indices of an array.
  public static func gathered(
    _ input: ReferenceTensor, from places: [Int], shape: [Int]
  ) -> ReferenceTensor {
    ReferenceTensor(shape: shape, values: places.map { input.values[$0] })
  }
}

extension Reference {
  public static func repeatImages(_ input: ReferenceTensor, count: Int) -> ReferenceTensor {
    var output = ReferenceTensor(zeros: [input.shape[0] * count] + input.shape.dropFirst())
    for place in 0..<output.count {
      let at = output.indices(of: place)
      output.values[place] = input[at[0] / count, at[1], at[2], at[3]]
    }
    return output
  }

  public static func sumOfRepeatedImages(_ input: ReferenceTensor, count: Int) -> ReferenceTensor {
    var output = ReferenceTensor(zeros: [input.shape[0] / count] + input.shape.dropFirst())
    for place in 0..<input.count {
      let at = input.indices(of: place)
      output[at[0] / count, at[1], at[2], at[3]] += input.values[place]
    }
    return output
  }
}
