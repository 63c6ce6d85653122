import BurnishNetworks
import BurnishTensors
import Foundation
import Testing

/// A golden file's tensors; `Scripts/golden/networks.py` makes the files.
struct Golden {
  let tensors: [String: Tensor]

  init(_ name: String) throws {
    tensors = try Safetensors.read(Self.path(name)).tensors
  }

  static func path(_ name: String) throws -> String {
    try #require(
      Bundle.module.path(forResource: "Golden/\(name)", ofType: "safetensors"),
      "there is no golden file \(name)")
  }

  subscript(name: String) -> Tensor {
    guard let tensor = tensors[name] else { preconditionFailure("no golden tensor \(name)") }
    return tensor
  }

  /// The tensors whose names begin with `prefix` and a dot. The keys lack this beginning.
  func group(_ prefix: String) -> [String: Tensor] {
    var group: [String: Tensor] = [:]
    for (name, tensor) in tensors where name.hasPrefix(prefix + ".") {
      group[String(name.dropFirst(prefix.count + 1))] = tensor
    }
    return group
  }
}

/// A directory that is removed when the object is released.
final class TemporaryDirectory {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "burnish-networks-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  var contents: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? []
  }
}

extension Tensor {
  /// The exact samples; two tensors of equal bits are the same, NaN included.
  var bits: [UInt32] { values.map(\.bitPattern) }
}
