import BurnishInverse
import BurnishTensors
import Testing

@Suite struct DisplacementTests {
  @Test(arguments: [(1, 1), (-3, 2), (0, -4)])
  func whatIsMovedIsFound(right: Int, down: Int) throws {
    var random = RandomNumbers(seed: 8)
    let scene = random.uniform(shape: [1, 2, 60, 50])
    let truth = scene.cropped(rows: 10..<50, columns: 10..<40)
    let noise = random.normal(shape: truth.shape, standardDeviation: 0.01)
    let moved = scene.cropped(rows: 10 - down..<50 - down, columns: 10 - right..<40 - right)
    let found = try #require(Displacement(of: moved + noise, from: truth))
    #expect(found.columns == right && found.rows == down)
    #expect(abs(found.decibels - 40) < 1)
    #expect("\(found)".hasPrefix("moved by \(right), \(down): "))
    #expect(Displacement(of: truth + noise, from: truth) == nil)
    #expect(Displacement(of: random.uniform(shape: truth.shape), from: truth) == nil)
  }

  @Test func smallImagesAreNotMoved() {
    let image = Tensor(repeating: 0, shape: [1, 1, 8, 30])
    #expect(Displacement(of: image, from: image) == nil)
  }
}
