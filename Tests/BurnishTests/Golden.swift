import BurnishNetworks
import BurnishTensors
import Foundation
import Testing

/// A golden file's tensors; `Scripts/golden/restoration.py` makes the files.
struct Golden {
  let tensors: [String: Tensor]

  init(_ name: String) throws {
    let path = try #require(
      Bundle.module.path(forResource: "Golden/\(name)", ofType: "safetensors"),
      "there is no golden file \(name)")
    tensors = try Safetensors.read(path).tensors
  }

  subscript(name: String) -> Tensor {
    guard let tensor = tensors[name] else { preconditionFailure("no golden tensor \(name)") }
    return tensor
  }
}
