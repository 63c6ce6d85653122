import _TestSupport

@testable import BurnishTensors

/// Seeded random inputs for tests.
struct Inputs {
  private var numbers: RandomNumbers

  init(_ seed: UInt64) { numbers = RandomNumbers(seed: seed) }

  /// Normal numbers, rounded to single precision.
  mutating func normal(_ shape: [Int], standardDeviation: Float = 1) -> ReferenceTensor {
    ReferenceTensor(numbers.normal(shape: shape, standardDeviation: standardDeviation))
  }

  /// Numbers spread evenly over a range, rounded to single precision.
  mutating func uniform(_ shape: [Int], in range: Range<Float> = 0..<1) -> ReferenceTensor {
    ReferenceTensor(numbers.uniform(shape: shape, in: range))
  }

  mutating func labels(_ count: Int, below bound: Int) -> [Int32] {
    (0..<count).map { _ in Int32(numbers.integer(below: bound)) }
  }
}

/// The layouts in which primitives pass tensors to each other.
enum Layout: CaseIterable, Sendable {
  case plain
  /// Groups of 16 channels, padded with zeros if the channels do not fill the last group.
  case blocked

  func callAsFunction(_ tensor: ReferenceTensor) -> Tensor {
    switch self {
    case .plain: tensor.tensor
    case .blocked: tensor.tensor.inLayout(.channels16(tensor.shape))
    }
  }
}

/// The absolute values, from which a reference computes the magnitude of its sums of products.
func absolute(_ tensor: ReferenceTensor) -> ReferenceTensor { tensor.map { abs($0) } }
