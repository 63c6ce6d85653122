import BurnishCore
import BurnishInverse
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// Stored kernels that need adjustments, and kernels that must stay as they are.
@Suite struct StoredKernelTests {
  /// A bell in a window, row by row.
  static func bell(
    _ width: Int, _ height: Int, sigma: Double, x: Double, y: Double
  ) -> [Float] {
    (0..<width * height).map { index in
      let (dx, dy) = (Double(index % width) - x, Double(index / width) - y)
      return Float(exp(-(dx * dx + dy * dy) / (2 * sigma * sigma)))
    }
  }

  private func stored(_ values: [Float], width: Int) throws -> StoredKernel {
    try StoredKernel(Tensor(shape: [values.count / width, width], values: values))
  }

  /// The largest difference between two kernels with aligned centers.
  private func difference(_ a: BlurKernel, _ b: BlurKernel) -> Float {
    let (rows, columns) = (max(a.height, b.height), max(a.width, b.width))
    func whole(_ kernel: BlurKernel) -> [Float] {
      let (down, across) = ((rows - kernel.height) / 2, (columns - kernel.width) / 2)
      return kernel.weights.reshaped(to: [1, 1, kernel.height, kernel.width]).padded(
        by: .init(top: down, left: across, bottom: down, right: across), mode: .zero
      ).values
    }
    return zip(whole(a), whole(b)).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  private func rolled(_ values: [Float], width: Int, right: Int, down: Int) -> [Float] {
    let height = values.count / width
    return values.indices.map { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: width)
      return values[
        (row - down + height) % height * width + (column - right + width) % width]
    }
  }

  @Test(arguments: [(13, 13), (16, 12), (9, 31), (64, 64)])
  func whatLiesInTheCornersIsPutTogether(width: Int, height: Int) throws {
    let (x, y) = (width / 2, height / 2)
    for sigma in [0.8, 1.8] {
      let middle = Self.bell(width, height, sigma: sigma, x: Double(x), y: Double(y))
      let wanted = try StoredKernel(
        Tensor(shape: [height, width], values: middle), origin: .init(column: x, row: y)
      ).kernel()
      let corner = rolled(middle, width: width, right: width - x, down: height - y)
      let kernel = try stored(corner, width: width).kernel()
      #expect(kernel.adjustments == [.corners])
      #expect(difference(kernel, wanted) < 1e-7)
    }
  }

  @Test func motionsInTheCornersArePutTogether() throws {
    // A motion along the first row. It wraps around in columns but not in rows.
    var line = [Float](repeating: 0, count: 11 * 9)
    for column in [9, 10, 0, 1, 2, 3] { line[column] = 1 }
    let kernel = try stored(line, width: 11).kernel()
    #expect(kernel.adjustments == [.corners])
    #expect(kernel.weights.shape == [1, 7])
    #expect(kernel.weights.values.map { $0 > 0 } == [false, true, true, true, true, true, true])
    // The hook extends downward from the first row.
    var hook = line
    for row in 1..<4 { hook[row * 11] = 1 }
    let hooked = try stored(hook, width: 11).kernel()
    #expect(hooked.adjustments == [.corners] && hooked.weights.shape == [7, 7])
    #expect(hooked.weights.values[3 * 7 + 3] > 0 && hooked.weights.values[6 * 7 + 3] > 0)
  }

  @Test func backgroundsAreTakenOff() throws {
    let bell = Self.bell(25, 25, sigma: 1.8, x: 12, y: 12)
    let wanted = try stored(bell, width: 25).kernel()
    var random = RandomNumbers(seed: 3)
    for (level, deviation) in [(0.03, 0.0), (0.2, 0.0), (0.05, 0.003)] as [(Float, Float)] {
      let noise = random.normal(shape: [625], standardDeviation: deviation).values
      let kernel = try stored(zip(bell, noise).map { $0 * 0.6 + level + $1 }, width: 25).kernel()
      guard case .background(let share) = kernel.adjustments.first, kernel.adjustments.count == 1
      else {
        Issue.record("\(kernel.adjustments)")
        continue
      }
      #expect(abs(share - Double(level) / Double(0.6 + level)) < 0.02)
      #expect(difference(kernel, wanted) < (deviation > 0 ? 2e-3 : 1e-6))
    }
  }

  @Test func noiseBelowZeroIsCutOff() throws {
    let bell = Self.bell(41, 41, sigma: 1.8, x: 20, y: 20)
    let wanted = try stored(bell, width: 41).kernel()
    var random = RandomNumbers(seed: 4)
    let noise = random.normal(shape: [41 * 41], standardDeviation: 1e-3).values
    let kernel = try stored(zip(bell, noise).map { $0 + $1 }, width: 41).kernel()
    guard case .negative = kernel.adjustments.first else {
      Issue.record("\(kernel.adjustments)")
      return
    }
    // If the noise were only cut off at 0, the rest of it would be a third of all weights.
    #expect(difference(kernel, wanted) < 3e-4)
    let sharpening = #expect(throws: Failure.self) {
      try stored([0, -1, 0, -1, 5, -1, 0, -1, 0], width: 3).kernel()
    }
    #expect(sharpening?.found == "the weight -1.0 in column 2, row 1")
  }

  @Test(arguments: [(13.0, 12.0), (7, 10), (10, 3), (12.7, 11.4)])
  func spotsOffTheMiddleAreMovedThere(x: Double, y: Double) throws {
    let kernel = try stored(Self.bell(21, 21, sigma: 1.8, x: x, y: y), width: 21).kernel()
    let (columns, rows) = (Int(x.rounded()) - 10, Int(y.rounded()) - 10)
    #expect(kernel.adjustments == [.centered(columns: columns, rows: rows)])
    #expect(abs(kernel.offset.x) <= 0.5 && abs(kernel.offset.y) <= 0.5)
    #expect(kernel.adjustments[0].description.contains("off the kernel's middle"))
    // If the origin is given, the kernel does not move.
    let told = try StoredKernel(
      Tensor(shape: [21, 21], values: Self.bell(21, 21, sigma: 1.8, x: x, y: y)),
      origin: .init(column: 10, row: 10)
    ).kernel()
    #expect(told.adjustments.isEmpty && abs(told.offset.x - (x - 10)) < 0.1)
  }

  @Test func kernelsInALargeImageOfZerosAreFound() throws {
    // Any shape, in the upper left corner.
    var values = [Float](repeating: 0, count: 128 * 128)
    for (row, column, weight) in [(0, 0, 1), (1, 1, 2), (2, 2, 3), (2, 3, 3)] as [(Int, Int, Float)]
    {
      values[row * 128 + column] = weight
    }
    let kernel = try stored(values, width: 128).kernel()
    #expect(max(kernel.width, kernel.height) <= 7)
    guard case .centered = kernel.adjustments.first else {
      Issue.record("\(kernel.adjustments)")
      return
    }
  }

  /// Kernels of real blurs, which must stay unchanged: disks, boxes, lines, double images, and bells and
  /// wings that the window cuts off.
  static let legitimate: [(name: String, width: Int, values: [Float])] = {
    var kernels: [(String, Int, [Float])] = []
    func add(_ name: String, _ width: Int, _ weight: (Int, Int) -> Double) {
      kernels.append(
        (name, width, (0..<width * width).map { Float(weight($0 % width, $0 / width)) }))
    }
    for sigma in [0.5, 1, 1.8, 2.2, 3, 6, 10] {
      for side in [5, 7, 13, 21] {
        kernels.append(
          (
            "bell of \(sigma) in \(side)", side,
            bell(side, side, sigma: sigma, x: Double(side / 2), y: Double(side / 2))
          ))
      }
    }
    for radius in [1.5, 3, 5, 6.4] {
      add("disk of \(radius)", 13) { hypot(Double($0) - 6, Double($1) - 6) <= radius ? 1 : 0 }
    }
    for power in [1.5, 2.5] {
      add("wings of \(power)", 15) {
        pow(1 + (pow(Double($0) - 7, 2) + pow(Double($1) - 7, 2)) / 4, -power)
      }
    }
    add("box", 7) { _, _ in 1 }
    add("double image", 9) { ($0 == 0 && $1 == 0) || ($0 == 8 && $1 == 8) ? 1 : 0 }
    add("double image along", 9) { $1 == 4 && ($0 == 0 || $0 == 8) ? 1 : 0 }
    add("diagonal", 9) { $0 == $1 ? 1 : 0 }
    add("ring", 11) { abs(hypot(Double($0) - 5, Double($1) - 5) - 4) < 0.7 ? 1 : 0 }
    add("cross", 11) { $0 == 5 || $1 == 5 ? 1 : 0 }
    return kernels
  }()

  @Test(arguments: legitimate.map(\.name)) func nothingIsDoneToOthers(name: String) throws {
    let (_, width, values) = try #require(Self.legitimate.first { $0.name == name })
    let kernel = try stored(values, width: width).kernel()
    #expect(kernel.adjustments.isEmpty, "\(kernel.adjustments)")
    let plain = try BlurKernel(Tensor(shape: [width, width], values: values))
    #expect(difference(kernel, plain) < 1e-7)
  }

  @Test func motionsOffTheMiddleStayAndAreSaid() throws {
    for columns in [0..<5, 8..<13] {
      var values = [Float](repeating: 0, count: 13 * 13)
      for column in columns { values[6 * 13 + column] = 1 }
      let kernel = try stored(values, width: 13).kernel()
      let offset = Double(columns.lowerBound) + 2 - 6
      guard case .offMiddle(let columns, let rows) = kernel.adjustments.first,
        kernel.adjustments.count == 1
      else {
        Issue.record("\(kernel.adjustments)")
        continue
      }
      #expect(abs(columns - offset) < 1e-6 && abs(rows) < 1e-6)
      #expect(abs(kernel.offset.x - offset) < 1e-6)
    }
  }

  @Test func marginsOfZerosAreCutOff() throws {
    let margin = 200
    let side = 2 * margin + 3
    var values = [Float](repeating: 0, count: side * side)
    for (index, weight) in [1, 2, 1, 2, 4, 2, 1, 2, 1].enumerated() {
      values[(margin + index / 3) * side + margin + index % 3] = Float(weight)
    }
    let kernel = try stored(values, width: side).kernel()
    #expect(kernel.weights.shape == [3, 3] && kernel.adjustments.isEmpty)
    #expect(kernel.weights.values[4] == 0.25)
    // A line keeps its offset from the middle.
    let line = try stored([0, 0, 0, 0, 1, 1, 1, 0, 0], width: 9).kernel()
    #expect(line.weights.shape == [1, 5] && abs(line.offset.x - 1) < 1e-6)
    let large = #expect(throws: Failure.self) {
      try stored([Float](repeating: 1, count: 301), width: 301).kernel()
    }
    #expect(large?.wanted == "127 at most")
  }
}
