import BurnishImages
import BurnishTensors
import Testing

@Suite struct ColorTests {
  @Test func convertsAsOthersDo() throws {
    let rgb = try Image.read(golden("color-rgb.npy")).samples
    let gray = try Image.read(golden("color-gray.npy")).samples
    expectClose(rgbToGray(rgb), gray, tolerance: 1e-6)
    let studio = try Image.read(golden("color-ycbcr-studio.npy")).samples
    // scikit-image's luma is 16...235, its chroma 16...240, and it rounds the coefficients to three decimals.
    let parts = rgbToYCbCr(rgb).split(counts: [1, 2])
    let (luma, chroma) = (parts[0], parts[1] - 128.0 / 255)
    expectClose(
      Tensor.joined([luma * (219.0 / 255) + 16.0 / 255, chroma * (224.0 / 255) + 128.0 / 255]
      ),
      studio, tolerance: 2e-5)
    let eight = try Image.read(golden("color-rgb-8.png")).samples
    let full = try Image.read(golden("color-ycbcr-full.npy")).samples
    // Pillow's table rounds to 8 bits.
    expectClose(rgbToYCbCr(eight), full, tolerance: 1.01 / 255)
  }

  @Test func goesThereAndBack() throws {
    let rgb = try Image.read(golden("color-rgb.npy")).samples
    let there = rgbToYCbCr(rgb)
    expectClose(yCbCrToRGB(there), rgb, tolerance: 2e-6)
    let gray = Tensor(repeating: 0.25, shape: [2, 3, 1, 1])
    let converted = rgbToYCbCr(gray).values
    let expectations: [Float] = [0.25, 128 / 255, 128 / 255, 0.25, 128 / 255, 128 / 255]
    for (value, expected) in zip(converted, expectations) {
      #expect(abs(value - expected) < 1e-6)
    }
  }

  @Test func convertsImages() throws {
    let image = try Image.read(golden("png-rgba-8.png"))
    #expect(image.grayscale().channels == 1 && image.grayscale().alpha != nil)
    let gray = try Image.read(golden("png-l-16.png"))
    #expect(
      gray.inRGB().samples.values == gray.samples.values + gray.samples.values + gray.samples.values
    )
    expectClose(gray.inRGB().grayscale().samples, gray.samples, tolerance: 1e-6)
  }

  /// The polynomials, compared with OpenCV's table. They are close on average and differ most at the dark
  /// end.
  @Test func turboIsThatOfTheTable() throws {
    let table = try Image.read(golden("colormap-turbo.png")).samples
    let plane = Tensor(shape: [1, 1, 1, 256], values: (0..<256).map { Float($0) })
    let samples = ColorMap.turbo.image(of: plane, range: 0...255).samples
    expectClose(samples, table, tolerance: 0.13)
    let sum = zip(samples.values, table.values).reduce(0) { $0 + Double(abs($1.0 - $1.1)) }
    #expect(sum / 768 < 0.03, "\(sum / 768)")
  }

  @Test func colorizesDepthWithGapsInBlack() {
    let depth = DepthMap(
      samples: Tensor(shape: [1, 1, 1, 4], values: [2, 4, .nan, 3]), unit: .meters)
    #expect(depth.range == 2...4)
    let values = depth.colorized(.gray).samples.values
    #expect([0, 4, 8].allSatisfy { values[$0] == 0 && values[$0 + 1] == 1 && values[$0 + 2] == 0 })
    #expect(abs(values[3] - 0.5) < 1e-3)
  }
}

@Suite struct ChromaticityTests {
  @Test func goesThereAndBack() throws {
    let colors = try Image.read(golden("color-rgb-8.png")).samples
    let back = rgb(luma: rgbToGray(colors), chromaticity: rgbToChromaticity(colors))
    expectClose(back, colors, tolerance: 2e-6)
  }

  /// A color that is impossible at its luma becomes paler, never lighter or darker.
  @Test func lumaIsKept() {
    var random = RandomNumbers(seed: 8)
    let luma = random.uniform(shape: [1, 1, 20, 30])
    let result = rgb(
      luma: luma, chromaticity: random.uniform(shape: [1, 2, 20, 30], in: -0.5..<0.5))
    expectClose(rgbToGray(result), luma, tolerance: 2e-6)
    #expect(result.values.allSatisfy { (0...1).contains($0) })
    let edges = Tensor(shape: [1, 1, 1, 3], values: [0, 1, 0.5])
    let extreme = rgb(
      luma: edges, chromaticity: Tensor(shape: [1, 2, 1, 3], values: [0.5, 0.5, 0, -0.5, 0.5, 0]))
    expectClose(
      extreme, Tensor(shape: [1, 3, 1, 3], values: [0, 1, 0.5, 0, 1, 0.5, 0, 1, 0.5]),
      tolerance: 1e-6)
  }
}
