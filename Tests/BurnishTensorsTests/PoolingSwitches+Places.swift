import BurnishTensors

extension PoolingSwitches {
  /// For each sample of the result, the row-major index of the input sample that it came from, found by
  /// unpooling.
  var takenPlaces: [Int] {
    let count = outputShape.reduce(1, *)
    let numbers = Tensor(shape: outputShape, values: (0..<count).map { Float($0 + 1) })
    var places = [Int](repeating: -1, count: count)
    for (place, number) in numbers.maxUnpooled(self).values.enumerated()
    where number > 0 { places[Int(number) - 1] = place }
    return places
  }
}
