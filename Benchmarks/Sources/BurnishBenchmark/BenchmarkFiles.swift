import BurnishCore
import BurnishNetworks
import BurnishTensors
import Foundation

/// The weights and inputs that all engines share.
struct BenchmarkFiles {
  let directory: String

  /// Reads the weights of a network, and returns them with their path.
  func weights(of network: String) throws -> (tensors: [String: Tensor], path: String) {
    let path = "\(directory)/\(network).safetensors"
    return (try Safetensors.read(path).tensors, path)
  }

  /// Reads images by name: `target`, `guide`, `image`, `patches`, `noise`, `gray`, `luma`, `crops`, `truths`.
  func inputs(_ names: String...) throws -> [Tensor] {
    let path = "\(directory)/inputs.safetensors"
    let tensors = try Safetensors.read(path).tensors
    return try names.map { name in
      guard let tensor = tensors[name] else {
        throw Failure(.badData, path, found: "no tensor \(name)", wanted: "what peers.py prepares")
      }
      return tensor
    }
  }

  /// Reads tensors of these shapes, stored one after another in row-major order.
  func samples(_ file: String, shapes: [[Int]]) throws -> [Tensor] {
    let path = "\(directory)/\(file)"
    let data = try Data(contentsOf: URL(filePath: path))
    let wanted = shapes.reduce(0) { $0 + $1.reduce(1, *) } * MemoryLayout<Float>.size
    guard data.count == wanted else {
      throw Failure(.badData, path, found: "\(data.count) bytes", wanted: "\(wanted)")
    }
    var offset = data.startIndex
    return shapes.map { shape in
      Tensor(shape: shape) { samples in
        offset += data[offset...].copyBytes(to: samples)
      }
    }
  }
}
