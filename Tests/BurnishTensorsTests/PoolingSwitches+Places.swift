import BurnishTensors

extension PoolingSwitches {
  /// The place in the input, counted in row-major order, of the sample taken for each sample of the result, as unpooling
  /// puts it back.
  var takenPlaces: [Int] {
    let count = outputShape.reduce(1, *)
    let numbers = Tensor(shape: outputShape, values: (0..<count).map { Float($0 + 1) })
    var places = [Int](repeating: -1, count: count)
    for (place, number) in numbers.maxUnpooled(self).values.enumerated()
    where number > 0 { places[Int(number) - 1] = place }
    return places
  }
}
