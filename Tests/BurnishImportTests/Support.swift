import Burnish
import BurnishCore
import BurnishImport
import BurnishNetworks
import BurnishTensors
import Foundation
import Testing

/// The path of a file that Scripts/golden/imports.py made.
func golden(_ name: String) throws -> String {
  try #require(Bundle.module.resourceURL).appendingPathComponent("Golden/\(name)").path
}

/// An input or output of a release's network.
func expected(_ name: String) throws -> Tensor {
  let tensors = try Safetensors.read(golden("expected.safetensors")).tensors
  return try #require(tensors[name], "there is no \(name)")
}

/// Calls `body` with the path of an empty folder, which is removed at the end.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("burnish-import-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}

extension ImportedModel {
  /// The filter, loaded from a weight file of the model.
  func filter() throws -> JointModel {
    try withFolder { folder in
      try write(to: "\(folder)/model.safetensors")
      return try JointModel(contentsOf: "\(folder)/model.safetensors")
    }
  }
}

/// Expects that reading a file fails as bad data, and returns the failure.
@discardableResult
func expectRefused(
  _ path: String, by reading: ModelImport, mentions: [String],
  sourceLocation: SourceLocation = #_sourceLocation
) -> Failure? {
  let failure = #expect(throws: Failure.self, sourceLocation: sourceLocation) {
    try reading.model(from: path)
  }
  guard let failure else { return nil }
  #expect(
    failure.kind == .badData && failure.subject == path && !failure.wanted.isEmpty, "\(failure)",
    sourceLocation: sourceLocation)
  for mention in mentions {
    #expect(failure.description.contains(mention), "\(failure)", sourceLocation: sourceLocation)
  }
  return failure
}

/// The largest difference between the samples of two tensors; infinite if the shapes differ or a sample is
/// not a number.
func maximumDifference(_ a: Tensor, _ b: Tensor) -> Float {
  guard a.shape == b.shape else { return .infinity }
  return zip(a.values, b.values).reduce(0) { worst, pair in
    let difference = abs(pair.0 - pair.1)
    return difference.isNaN ? .infinity : max(worst, difference)
  }
}
