import Burnish
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// `deblur` with methods that have no prior.
@Suite struct ClassicalDeblurringTests {
  private func difference(_ a: Tensor, _ b: Tensor) -> Float {
    zip(a.values, b.values).reduce(0) { max($0, abs($1.0 - max(0, min(1, $1.1)))) }
  }

  /// Classical methods need no weights, and give the same results as in the library.
  @Test(arguments: ClassicalMethod.allCases)
  func classicalMethodsDeblur(_ method: ClassicalMethod) throws {
    try Program.withFolder { folder in
      func path(_ name: String) throws -> String { folder.appendingPathComponent(name).path }
      try Samples.fullImage.write(to: path("photo.png"))
      var random = RandomNumbers(seed: 8)
      try Image(samples: random.uniform(shape: [1, 1, 40, 31])).write(to: path("gray.png"))
      try "1 2 1\n2 4 2\n1 2 0\n".write(
        toFile: path("kernel.txt"), atomically: true, encoding: .utf8)
      let iterations = method.takesIterations ? 5 : nil
      for name in ["photo.png", "gray.png"] {
        let arguments =
          "deblur \(name) --kernel kernel.txt --sigma 5 --model \(method.rawValue) -o out.png "
          + "--trace trace.csv --truth \(name)"
          + (iterations.map { " --iterations \($0)" } ?? "")
        let outcome = try Program.run(
          arguments.split(separator: " ").map(String.init), in: folder)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let (given, result) = (try Image.read(path(name)), try Image.read(path("out.png")))
        #expect(result.alpha?.values == given.alpha?.values)
        #expect(result.sampleFormat == given.sampleFormat && result.channels == given.channels)
        let kernel = try BlurKernel(contentsOf: path("kernel.txt"))
        let solver = try method.solver(iterations: iterations)
        let wanted = try ImageRestorer(solver).restoredBlocking(given) {
          let clipped = ClippedPixels(
            in: $0, kernel: kernel, sigma: 5, format: given.sampleFormat)
          return try .deblurring(
            $0, kernel: kernel, border: .valid, sigma: 5, known: clipped?.known)
        }
        #expect(difference(result.samples, wanted.image.samples) < 1 / 255)
        #expect(difference(result.samples, given.samples) > 0.01)
        let rows = try String(contentsOfFile: path("trace.csv"), encoding: .utf8)
          .split(separator: "\n")
        #expect(rows.count == solver.iterationCount(sigma: 5) + 1)
        let values = rows[1].split(separator: ",", omittingEmptySubsequences: false)
        #expect(values.count == 7 && Double(values[2]) != nil)
        // The method of maximum likelihood has neither a prior nor equations.
        #expect((values[1] == "0") == (method == .richardsonLucy))
        #expect(values[5].isEmpty == (method == .richardsonLucy))
      }
      let plot = try Program.run(
        "deblur gray.png --disk 1.5 --model \(method.rawValue) --sigma 2 --trace trace.svg -o out.png"
          .split(separator: " ").map(String.init), in: folder)
      #expect(plot.code == 0, "\(plot.errors)")
      let lines =
        try String(contentsOfFile: path("trace.svg"), encoding: .utf8)
        .components(separatedBy: "<polyline").count - 1
      #expect(lines == (method == .richardsonLucy ? 2 : 3))
    }
  }
}
