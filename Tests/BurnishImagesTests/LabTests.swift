import BurnishTensors
import Testing

@testable import BurnishImages

@Suite struct LabTests {
  @Test func convertsAsScikitImageDoes() throws {
    let rgb = try Image.read(golden("lab-rgb.npy")).samples
    let lab = try Image.read(golden("lab-lab.npy")).samples
    expectClose(rgbToLab(rgb), lab, tolerance: 2e-5 * 110)
    let colors = lab.reshaped(to: [1, 3, lab.count / 3, 1]).split(counts: [1, 1, 1])
    let pixels = zip(zip(colors[0].values, colors[1].values), colors[2].values)
    let back = pixels.map { LabColor(lightness: Double($0.0), a: Double($0.1), b: Double($1)).rgb }
    expectClose(
      Tensor(
        shape: rgb.shape,
        values: (back.map(\.red) + back.map(\.green) + back.map(\.blue)).map { Float($0) }),
      rgb, tolerance: 1e-5)
  }

  @Test func grayHasLightnessAlone() {
    let gray = Tensor(shape: [1, 1, 1, 5], values: [0, 0.01, 0.04, 0.5, 1])
    let lab = rgbToLab(Tensor.joined([gray, gray, gray])).split(counts: [1, 2])
    expectClose(grayToLightness(gray), lab[0], tolerance: 1e-4)
    // The matrix of the primaries is rounded, so a and b of gray are not exactly 0.
    expectClose(lab[1], Tensor(zeros: [1, 2, 1, 5]), tolerance: 0.02)
    #expect(abs(lab[0].values[0]) < 1e-4 && abs(lab[0].values[4] - 100) < 1e-3)
  }

  /// Luma, a, and b determine the color.
  @Test func lightnessIsFoundFromLuma() throws {
    let colors = try Image.read(golden("lab-rgb.npy")).samples
    let ab = rgbToLab(colors).split(counts: [1, 2])[1]
    expectClose(rgb(luma: rgbToGray(colors), ab: ab), colors, tolerance: 2e-5)
  }

  @Test func lumaIsKept() {
    var random = RandomNumbers(seed: 8)
    let luma = random.uniform(shape: [1, 1, 20, 30])
    let result = rgb(luma: luma, ab: random.uniform(shape: [1, 2, 20, 30], in: -120..<120))
    expectClose(rgbToGray(result), luma, tolerance: 2e-6)
    #expect(result.values.allSatisfy { (0...1).contains($0) })
    let edges = Tensor(shape: [1, 1, 1, 2], values: [0, 1])
    let extreme = rgb(luma: edges, ab: Tensor(shape: [1, 2, 1, 2], values: [90, 90, -80, -80]))
    expectClose(
      extreme, Tensor(shape: [1, 3, 1, 2], values: [0, 1, 0, 1, 0, 1]), tolerance: 1e-6)
  }
}
