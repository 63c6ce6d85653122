import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// A golden file's tensors; `Scripts/golden/restoration.py` and `kernels.py` make the files.
struct Golden {
  private let tensors: [String: ReferenceTensor]

  init(_ name: String) throws {
    let url = try #require(
      Bundle.module.url(forResource: "Golden/\(name)", withExtension: "safetensors"),
      "there is no golden file \(name)")
    tensors = try GoldenArrays.safetensors(url)
  }

  subscript(name: String) -> Tensor {
    guard let tensor = tensors[name] else { preconditionFailure("no golden tensor \(name)") }
    return tensor.tensor
  }
}
