import BurnishCore
import BurnishTensors
import Foundation
import Testing

@testable import BurnishImages

/// The path of a file in the folder `Golden`.
func golden(_ name: String) -> String {
  Bundle.module.resourceURL!.appendingPathComponent("Golden/\(name)").path
}

/// Calls `body` with a new folder, which is removed afterward.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("burnish-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}

func files(in folder: String) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
}

func store(_ bytes: [UInt8], _ path: String) throws {
  try Data(bytes).write(to: URL(fileURLWithPath: path))
}

func load(_ path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
}

/// The failure that `body` throws.
func failure(
  _ body: () throws -> Void, sourceLocation: SourceLocation = #_sourceLocation
) -> Failure? {
  do {
    try body()
  } catch let failure as Failure {
    return failure
  } catch {
    Issue.record("threw \(error) and not a Failure", sourceLocation: sourceLocation)
    return nil
  }
  Issue.record("threw nothing", sourceLocation: sourceLocation)
  return nil
}

/// The index and size of the largest difference, or `nil` if the shapes differ or either side has NaN.
func worstDifference(_ first: Tensor, _ second: Tensor) -> (index: Int, difference: Float)? {
  guard first.shape == second.shape else { return nil }
  var worst = (index: 0, difference: Float(0))
  for (index, (a, b)) in zip(first.values, second.values).enumerated() {
    let difference = abs(a - b)
    guard difference.isFinite else { return nil }
    if difference > worst.difference { worst = (index, difference) }
  }
  return worst
}

/// Expects equal shapes, no NaN, and every sample of `tensor` within `tolerance` of `expected`.
func expectClose(
  _ tensor: Tensor, _ expected: Tensor, tolerance: Float, _ comment: Comment? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let worst = worstDifference(tensor, expected) else {
    Issue.record(
      "shapes \(tensor.shape) and \(expected.shape), or a NaN; \(comment ?? "")",
      sourceLocation: sourceLocation)
    return
  }
  #expect(
    worst.difference <= tolerance,
    "sample \(worst.index) of \(tensor.shape) is \(tensor.values[worst.index]), expected \(expected.values[worst.index]); \(comment ?? "")",
    sourceLocation: sourceLocation)
}

/// The formula of Scripts/golden/images.py as integers, channel by channel.
func ramp(channels: Range<Int>, wide: Bool = false, width: Int = 13, height: Int = 9) -> [Int] {
  channels.flatMap { c in
    (0..<height).flatMap { y in
      (0..<width).map { x in
        wide ? (1009 * x + 2003 * y + 4001 * c) % 65536 : (7 * x + 13 * y + 29 * c) % 256
      }
    }
  }
}

/// The formula as a tensor of samples 0...1.
func rampTensor(
  channels: Range<Int>, wide: Bool = false, width: Int = 13, height: Int = 9
) -> Tensor {
  Tensor(
    shape: [1, channels.count, height, width],
    values: ramp(channels: channels, wide: wide, width: width, height: height).map {
      Float($0) / (wide ? 65535 : 255)
    })
}

@Suite struct SupportTests {
  @Test func comparisonsFailWhenTheyShould() {
    let tensor = Tensor(shape: [2, 2], values: [1, 2, 3, 4])
    #expect(worstDifference(tensor, tensor.reshaped(to: [4])) == nil)
    #expect(worstDifference(tensor, Tensor(shape: [2, 2], values: [1, 2, .nan, 4])) == nil)
    let worst = worstDifference(tensor, Tensor(shape: [2, 2], values: [1, 2.5, 3, 3]))
    #expect(worst?.index == 3 && worst?.difference == 1)
    withKnownIssue {
      expectClose(tensor, Tensor(shape: [2, 2], values: [1, 2.5, 3, 3]), tolerance: 0.9)
    }
  }
}
