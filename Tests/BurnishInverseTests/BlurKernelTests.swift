import BurnishCore
import BurnishImages
import BurnishInverse
import BurnishTensors
import Foundation
import Testing
import _TestSupport

@Suite struct BlurKernelTests {
  private func failure(_ body: () throws -> BlurKernel) -> Failure? {
    #expect(throws: Failure.self) { try body() }
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-kernel-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  @Test func weightsSumToOneAndHaveAMiddle() throws {
    let kernel = try BlurKernel(Tensor(shape: [1, 3], values: [1, 2, 5]))
    #expect(kernel.weights.values == [0.125, 0.25, 0.625])
    #expect(kernel.turned.values == [0.625, 0.25, 0.125])
    // The second of four columns is the middle, and so is the first of two rows.
    let even = try BlurKernel(Tensor(shape: [2, 4], values: [0, 1, 0, 0, 0, 0, 0, 0]))
    #expect(even.height == 3 && even.width == 5)
    #expect(even.weights.values[7] == 1)
    #expect(even.offset == (0, 0) && kernel.offset == (0.5, 0))
    let low = try BlurKernel(Tensor(shape: [3, 3], values: [0, 0, 0, 0, 1, 0, 3, 0, 0]))
    #expect(low.offset == (-0.75, 0.75))
  }

  @Test func bellsAreBells() throws {
    let bell = try BlurKernel.gaussian(standardDeviation: 1.5)
    let (side, values) = (bell.width, bell.weights.values)
    #expect(side == bell.height && side == 13)
    var (sum, variance) = (0.0, 0.0)
    for (index, value) in values.enumerated() {
      let distance = Double(index % side - side / 2)
      sum += Double(value)
      variance += Double(value) * distance * distance
    }
    #expect(abs(sum - 1) < 1e-6 && abs(variance - 2.25) < 0.01)
  }

  @Test func whatIsNoKernelIsRefused() throws {
    for (shape, values, found) in [
      ([1, 2], [1, -0.5] as [Float], "the weight -0.5 in column 2, row 1"),
      ([2, 1], [1, .nan], "the weight nan in column 1, row 2"),
      ([1, 1], [.infinity], "the weight inf in column 1, row 1"),
      ([1, 2], [0, 0], "weights that are all 0"),
      ([1, 300], [Float](repeating: 1, count: 300), "a kernel of 300x1"),
    ] {
      let failure = failure {
        try BlurKernel(Tensor(shape: shape, values: values), subject: "k.png")
      }
      #expect(failure?.kind == .badData && failure?.subject == "k.png")
      #expect(failure?.found == found)
    }
  }

  @Test func filesOfEveryKindHoldTheSame() throws {
    try withFolder { folder in
      let wanted: [Float] = [0, 0.2, 0.4, 0.4, 0, 0]
      let image = Image(
        samples: Tensor(shape: [1, 1, 2, 3], values: [0, 51, 102, 102, 0, 0].map { $0 / 255 }))
      for name in ["k.png", "k.npy", "k.tif", "k.pgm"] {
        try image.write(to: "\(folder)/\(name)")
      }
      let planes = Array(repeating: image.samples, count: 3)
      try Image(samples: Tensor.joined(planes)).write(to: "\(folder)/rgb.png")
      // A 0 in every other column is no sign of decimal commas if there are no commas.
      try "0 1 0 2\n0 3 0 1\n".write(
        toFile: "\(folder)/zeros.txt", atomically: true, encoding: .utf8)
      let zeros = try StoredKernel(contentsOf: "\(folder)/zeros.txt")
      #expect(zeros.samples.values == [0, 1, 0, 2, 0, 3, 0, 1])
      try "\u{FEFF}# a comment\n0 1, 2\n\n 2;\t0 0e3\r\n".write(
        toFile: "\(folder)/k.TXT", atomically: true, encoding: .utf8)
      for name in ["k.png", "k.npy", "k.tif", "k.pgm", "rgb.png", "k.TXT"] {
        let stored = try StoredKernel(contentsOf: "\(folder)/\(name)")
        #expect(stored.height == 2 && stored.width == 3, "\(name)")
        let scale = stored.samples.values.reduce(0, +)
        let rows = stored.samples.values.map { $0 / scale }
        #expect(zip(rows, wanted).allSatisfy { abs($0 - $1) < 1e-6 }, "\(name): \(rows)")
        #expect(try BlurKernel(contentsOf: "\(folder)/\(name)").adjustments.count == 1)
      }
      for (name, text) in [("k.csv", "0,1,2\n2,0,0\n"), ("k.tsv", "0\t1\t2\n2\t0\t0\n")] {
        for encoding in [String.Encoding.utf8, .utf16, .utf16LittleEndian] {
          try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: encoding)
          let values = try StoredKernel(contentsOf: "\(folder)/\(name)").samples.values
          #expect(values == [0, 1, 2, 2, 0, 0])
        }
      }
    }
  }

  /// Leading extents of 1 are left out, for any number of columns. In an image, 1 to 4 columns would be
  /// channels.
  @Test func arraysStandBehindExtentsOfOne() throws {
    try withFolder { folder in
      let path = "\(folder)/k.npy"
      for columns in 2...5 {
        let values = (0..<3 * columns).map { Float($0 + 1) }
        for shape in [[3, columns], [1, 3, columns], [1, 1, 3, columns]] {
          try Data(npyFile(type: "<f4", shape: shape, values)).write(to: URL(fileURLWithPath: path))
          let stored = try StoredKernel(contentsOf: path)
          #expect(stored.height == 3 && stored.width == columns, "\(shape)")
          #expect(stored.samples.values == values)
        }
      }
    }
  }

  @Test func imagesThatAreNoKernelsAreRefused() throws {
    try withFolder { folder in
      let path = "\(folder)/k.png"
      let bell = Tensor(
        shape: [1, 1, 9, 9],
        values: (0..<81).map { index -> Float in
          let (x, y) = (Float(index % 9 - 4), Float(index / 9 - 4))
          return exp(-(x * x + y * y) / 4)
        })
      try Image(samples: bell * -1 + 1).write(to: path)
      #expect(failure { try BlurKernel(contentsOf: path) }?.found.contains("inverted") == true)
      var white = Image(samples: Tensor(repeating: 1, shape: [1, 3, 9, 9]))
      white.alpha = bell
      try white.write(to: path)
      #expect(failure { try BlurKernel(contentsOf: path) }?.found.contains("transparent") == true)
      // A box has the same weights at its border as inside, which is allowed.
      try Image(samples: Tensor(repeating: 1, shape: [1, 1, 9, 9])).write(to: path)
      #expect(try BlurKernel(contentsOf: path).adjustments.isEmpty)
    }
  }

  @Test func filesThatAreNoKernelsAreRefused() throws {
    try withFolder { folder in
      for (text, found) in [
        ("1 2\n3\n", "1 number in line 2"), ("1 two\n", "\"two\" in line 1"),
        ("\n#1\n", "no numbers"),
        (
          "0,1,2,3,4\n1,2,3,2,1\n1,2,3,2,1\n",
          "0, 1, 2, and so on in the first line, which seem to be numbers of it"
        ),
        (
          "0 1 2 1\n1 2 4 2\n2 2 4 2\n3 1 2 1\n",
          "0, 1, 2, and so on in the first column, which seem to be numbers of it"
        ),
        ("", "no numbers"), ("1 -2\n", "the weight -2.0 in column 2, row 1"),
        ("1 \u{1B}[2J\n", "\"\\u{1B}[2J\" in line 1"), (",\n", "no numbers"),
        // Commas that may be decimal commas.
        ("0,083;0,083\n", "\"0,083\" in line 1, whose comma may be a decimal comma"),
        ("0 0\n0,5 0,25\n", "\"0,5\" in line 2, whose comma may be a decimal comma"),
        ("1,0\t2,0\n", "\"1,0\" in line 1, whose comma may be a decimal comma"),
        ("0,083\n", "\"0,083\" in line 1, whose comma may be a decimal comma"),
        ("0,25\n0,5\n0,25\n", "\"0,25\", whose comma may be a decimal comma"),
        ("0,25,0,5\n0,5,0,25\n", "\"0,25\", whose comma may be a decimal comma"),
      ] {
        let path = "\(folder)/k.txt"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let failure = failure { try BlurKernel(contentsOf: path) }
        #expect(failure?.kind == .badData && failure?.subject == path)
        #expect(failure?.found == found)
      }
      try Image(samples: Tensor(shape: [1, 3, 1, 1], values: [0, 0.5, 1])).write(
        to: "\(folder)/c.png")
      #expect(
        failure { try BlurKernel(contentsOf: "\(folder)/c.png") }?.found == "an image in color")
      #expect(failure { try BlurKernel(contentsOf: "\(folder)/none.txt") }?.kind == .noInput)
    }
  }
}
