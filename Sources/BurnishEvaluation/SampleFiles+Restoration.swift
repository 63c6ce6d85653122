import Burnish
import BurnishCore
import BurnishData
import BurnishImages
import BurnishTensors
import Foundation

/// Samples for restoration: degraded parts of the photograph, each restored in a minute or less.
extension SampleFiles {
  /// - `small.png`, 96x72, reduced by 2.5;
  /// - `shaken.png`, blurred by `shake.png`, with noise of sigma 2;
  /// - `scratched.png`, with white scratches, and `scratches.png`, their mask;
  /// - `seen.png`, blurred by `shake.png`, reduced by 2, with noise of sigma 2, and `recipe.yaml`, which lists
  ///   these degradations.
  /// - Parameters:
  ///   - photograph: `[1, 3, 480, 640]`.
  ///   - folder: an existing folder.
  /// - Throws: ``Failure`` as `Image.write(to:)` does.
  func writeRestorationSamples(of photograph: Tensor, to folder: String) throws(Failure) {
    let part = photograph.cropped(rows: 220..<400, columns: 300..<540)
    let shake = shake
    let kernel = try BlurKernel(shake.samples.reshaped(to: [shake.height, shake.width]))
    func degraded(_ steps: [DegradationStep], sigma: Double = 0) throws(Failure) -> Image {
      let seen = try DegradationStep.applied(steps, to: part)
      return Image(
        samples: sigma == 0 ? seen : ReproducibleNoise(sigma: sigma).added(to: seen, number: 0))
    }
    let scratches = scratches(height: part.shape[2], width: part.shape[3])
    let images = [
      ("small", try degraded([.reduction(factor: 2.5)])), ("shake", shake),
      ("shaken", try degraded([.blur(kernel, border: .valid)], sigma: 2)),
      ("scratches", Image(samples: scratches)),
      (
        "scratched",
        Image(
          samples: (part + Tensor.joined([scratches, scratches, scratches])).clipped(to: 0...1))
      ),
      ("seen", try degraded([.blur(kernel, border: .replicate), .reduction(factor: 2)], sigma: 2)),
    ]
    for (name, image) in images { try image.write(to: "\(folder)/\(name).png") }
    let recipe = """
      # What 'burnish restore recipe.yaml' undoes.
      image: seen.png
      degradations:
        - kind: blur
          kernel: shake.png
          border: replicate
        - kind: reduction
          factor: 2
      sigma: 2

      """
    try AtomicFile.write([UInt8](recipe.utf8), to: "\(folder)/recipe.yaml")
  }

  /// The motion of a shaken camera: an arc, in the levels of an 8-bit file.
  private var shake: Image {
    let (size, points) = (13, 200)
    var weights = [Double](repeating: 0, count: size * size)
    for point in 0..<points {
      let time = Double(point) / Double(points - 1)
      let (x, y) = (1.5 + 9 * time, 8 - 5 * sin(2.2 * time))
      let (column, row) = (Int(x), Int(y))
      for (dy, dx) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        // The motion is slower at its end, so the two ends differ.
        weights[(row + dy) * size + column + dx] +=
          (1 - abs(x - Double(column + dx))) * (1 - abs(y - Double(row + dy))) * (0.5 + time)
      }
    }
    let maximum = weights.max() ?? 1
    return Image(
      samples: Tensor(
        shape: [1, 1, size, size],
        values: weights.map { Float(($0 / maximum * 255).rounded() / 255) }))
  }

  /// Draws lines of 1, two pixels wide, across an image of 0.
  private func scratches(height: Int, width: Int) -> Tensor {
    let lines: [(start: Double, slope: Double)] = [(20, 0.4), (65, -0.1), (110, 0.25), (170, -0.6)]
    var values = [Float](repeating: 0, count: height * width)
    for x in 0..<width {
      for (start, slope) in lines {
        let row = Int(start + slope * Double(x))
        for y in row..<row + 2 where (0..<height).contains(y) { values[y * width + x] = 1 }
      }
    }
    return Tensor(shape: [1, 1, height, width], values: values)
  }
}
