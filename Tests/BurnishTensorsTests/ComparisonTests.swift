import BurnishTensors
import Testing
import _TestSupport

/// The comparisons that all other tests rely on can fail.
@Suite struct ComparisonTests {
  private let expected = ReferenceTensor(shape: [2, 3], values: [1, 2, 3, 4, 5, 6])

  private func changed(_ index: Int, to value: Double) -> ReferenceTensor {
    var result = expected
    result.values[index] = value
    return result
  }

  @Test func acceptsWhatIsEqualOrWithinTheTolerance() {
    #expect(mismatch(expected, expected, .exact) == nil)
    #expect(mismatch(changed(4, to: 5.1), expected, Tolerance(absolute: 0.11)) == nil)
    #expect(mismatch(changed(4, to: 5.1), expected, Tolerance(relative: 0.03)) == nil)
    let strange = changed(1, to: .nan)
    let infinite = changed(1, to: .infinity)
    #expect(mismatch(strange, strange, .exact) == nil)
    #expect(mismatch(infinite, infinite, .exact) == nil)
  }

  @Test func namesTheWorstIndex() throws {
    var actual = changed(4, to: 5.2)
    actual.values[2] = 3.1
    let text = try #require(mismatch(actual, expected, Tolerance(absolute: 0.05)))
    #expect(text.contains("2 of 6 values"))
    #expect(text.contains("[1, 1]"))
    #expect(text.contains("5.2 instead of 5.0"))
  }

  @Test func rejectsOtherShapesOfTheSameCount() {
    let other = ReferenceTensor(shape: [3, 2], values: expected.values)
    #expect(mismatch(other, expected, Tolerance(absolute: 1000)) != nil)
    #expect(byteMismatch(other.tensor, expected.tensor) != nil)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func rejectsWhatIsNotFiniteOnOneSide(_ value: Double) {
    let huge = Tolerance(absolute: .greatestFiniteMagnitude, relative: 1)
    #expect(mismatch(changed(3, to: value), expected, huge) != nil)
    #expect(mismatch(expected, changed(3, to: value), huge) != nil)
  }

  @Test func comparesBytes() {
    let zero = Tensor(shape: [1], values: [0])
    #expect(byteMismatch(zero, zero) == nil)
    #expect(byteMismatch(zero, Tensor(shape: [1], values: [-0.0])) != nil)
    let next = Tensor(shape: [1], values: [Float(1).nextUp])
    #expect(byteMismatch(next, Tensor(shape: [1], values: [1])) != nil)
  }

  @Test func finiteDifferencesRejectAWrongGradient() {
    func cubes(_ x: ReferenceTensor) -> Double { x.values.reduce(0) { $0 + $1 * $1 * $1 } }
    let right = expected.map { 3 * $0 * $0 }
    #expect(finiteDifferenceMismatch(right, of: cubes, at: expected) == nil)
    let wrong = right.map { $0 == 48 ? 48.001 : $0 }
    #expect(finiteDifferenceMismatch(wrong, of: cubes, at: expected)?.contains("[1, 0]") == true)
    let strange = right.map { $0 == 48 ? .nan : $0 }
    #expect(finiteDifferenceMismatch(strange, of: cubes, at: expected) != nil)
  }

  @Test func adjointCheckRejectsAWrongTranspose() {
    let (x, y) = (expected, expected.map { 7 - $0 })
    let (forward, backward) = (x.map { 2 * $0 }, y.map { 2 * $0 })
    func check(_ backward: ReferenceTensor) -> String? {
      adjointMismatch(forward: forward, against: y, backward: backward, against: x, terms: 1)
    }
    #expect(check(backward) == nil)
    #expect(check(backward.map { $0 * 1.0001 }) != nil)
    #expect(check(backward.map { $0 == 2 ? .nan : $0 }) != nil)
  }
}
