import BurnishTensors

/// A plain row-major array of `Double` for the references of the primitives.
public struct ReferenceTensor: Sendable, Equatable {
  public let shape: [Int]
  public var values: [Double]

  public init(shape: [Int], values: [Double]) {
    precondition(values.count == shape.reduce(1, *), "\(values.count) values do not fill \(shape)")
    (self.shape, self.values) = (shape, values)
  }

  public init(zeros shape: [Int]) {
    self.init(shape: shape, values: Array(repeating: 0, count: shape.reduce(1, *)))
  }

  public init(_ tensor: Tensor) {
    self.init(shape: tensor.shape, values: tensor.values.map(Double.init))
  }

  public var count: Int { values.count }

  /// The array rounded to single precision.
  public var tensor: Tensor { Tensor(shape: shape, values: values.map(Float.init)) }

  /// A sample of an image array `[N, C, H, W]`.
  public subscript(image: Int, channel: Int, row: Int, column: Int) -> Double {
    get { values[place(image, channel, row, column)] }
    set { values[place(image, channel, row, column)] = newValue }
  }

  /// The index in `values` of a sample of an image array.
  public func place(_ image: Int, _ channel: Int, _ row: Int, _ column: Int) -> Int {
    ((image * shape[1] + channel) * shape[2] + row) * shape[3] + column
  }

  public func map(_ function: (Double) -> Double) -> ReferenceTensor {
    ReferenceTensor(shape: shape, values: values.map(function))
  }

  public func zip(
    _ other: ReferenceTensor, _ function: (Double, Double) -> Double
  ) -> ReferenceTensor {
    precondition(shape == other.shape, "shapes \(shape) and \(other.shape) differ")
    return ReferenceTensor(
      shape: shape, values: Swift.zip(values, other.values).map(function))
  }

  /// The sum of the products of corresponding samples.
  public func dot(_ other: ReferenceTensor) -> Double {
    precondition(shape == other.shape, "shapes \(shape) and \(other.shape) differ")
    return Swift.zip(values, other.values).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The largest absolute value.
  public var magnitude: Double { values.reduce(0) { max($0, abs($1)) } }

  /// The indices along each extent for an index in `values`.
  public func indices(of place: Int) -> [Int] {
    var (rest, result) = (place, [Int]())
    for extent in shape.reversed() {
      result.append(rest % extent)
      rest /= extent
    }
    return result.reversed()
  }
}

/// A namespace for references of the primitives, written as plain loops.
public enum Reference {}
