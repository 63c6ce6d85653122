import BurnishTensors

extension Reference {
  /// For each sample of the padded images, the index of the image sample with its value, or `nil` for zero.
  private static func paddedPlaces(
    _ shape: [Int], by padding: ConvolutionGeometry.Padding, mode: BorderMode
  ) -> (shape: [Int], places: [Int?]) {
    let image = ReferenceTensor(zeros: shape)
    let padded = ReferenceTensor(zeros: [
      shape[0], shape[1], padding.top + shape[2] + padding.bottom,
      padding.left + shape[3] + padding.right,
    ])
    let places = (0..<padded.count).map { place -> Int? in
      let at = padded.indices(of: place)
      let (row, column) = (at[2] - padding.top, at[3] - padding.left)
      let isInside = row >= 0 && row < shape[2] && column >= 0 && column < shape[3]
      switch mode {
      case .zero: return isInside ? image.place(at[0], at[1], row, column) : nil
      case .replicate:
        return image.place(
          at[0], at[1], min(max(row, 0), shape[2] - 1), min(max(column, 0), shape[3] - 1))
      case .circular:
        // The offset keeps remainders nonnegative.
        return image.place(
          at[0], at[1], (row + 100 * shape[2]) % shape[2], (column + 100 * shape[3]) % shape[3])
      case .reflect:
        return image.place(
          at[0], at[1], mirrored(row, within: shape[2]), mirrored(column, within: shape[3]))
      }
    }
    return (padded.shape, places)
  }

  /// Reflects the index between the first and the last place.
  private static func mirrored(_ index: Int, within count: Int) -> Int {
    var index = index
    while count > 1, index < 0 || index >= count {
      index = index < 0 ? -index : 2 * (count - 1) - index
    }
    return count > 1 ? index : 0
  }

  public static func pad(
    _ input: ReferenceTensor, by padding: ConvolutionGeometry.Padding, mode: BorderMode
  ) -> ReferenceTensor {
    let (shape, places) = paddedPlaces(input.shape, by: padding, mode: mode)
    return ReferenceTensor(shape: shape, values: places.map { $0.map { input.values[$0] } ?? 0 })
  }

  public static func padGradient(
    _ outputGradient: ReferenceTensor, inputShape: [Int], by padding: ConvolutionGeometry.Padding,
    mode: BorderMode
  ) -> ReferenceTensor {
    let places = paddedPlaces(inputShape, by: padding, mode: mode).places
    var gradient = ReferenceTensor(zeros: inputShape)
    for (place, value) in zip(places, outputGradient.values) {
      if let place { gradient.values[place] += value }
    }
    return gradient
  }
}
