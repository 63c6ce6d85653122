import Burnish
import BurnishCore
import BurnishModels
import BurnishNetworks
import BurnishTensors

// The release of S. A. Bigdeli, M. Zwicker, "Image Restoration using Autoencoding Priors". It has convolutions
// `conv1`, `conv2`, … All but the first and the last are followed by batch normalization `bn2`, … without scale and
// shift. Its input is blue, green, red in 0...255; its output is added to the input.

extension CaffeNetwork {
  /// The autoencoder, for red, green, blue in 0...1.
  ///
  /// - Throws: ``Failure`` with the first tensor that does not fit.
  func autoencoder() throws(Failure) -> ImportedNetwork {
    var depth = 0
    while layer("conv\(depth + 1)") != nil { depth += 1 }
    guard depth >= 2 else {
      throw file.unsupported(
        "there is no layer \"conv\(depth + 1)\"; the first of its layers is \"\(layers[0].name)\"",
        wanted: "the autoencoder: conv1, conv2, bn2, conv3, …")
    }
    try checkLayers(depth: depth)
    var hyperparameters = DenoisingAutoencoder.Hyperparameters()
    hyperparameters.depth = depth
    hyperparameters.channels = try extent(0, of: "conv1")
    hyperparameters.imageChannels = try extent(1, of: "conv1")
    guard hyperparameters.imageChannels == 3 else {
      throw file.unsupported(
        "the tensor \"conv1.blobs[0]\" takes \(hyperparameters.imageChannels) channels",
        wanted: "three colors")
    }
    try hyperparameters.check(path: file.path)
    let parameters = DenoisingAutoencoder(hyperparameters, in: .blank()).parameters
    return try ImportedNetwork(hyperparameters, parameters, file: file) {
      parameter throws(Failure) in
      // `conv2.weight`, `norm2.running_mean`
      let parts = parameter.path.split(separator: ".")
      let (layer, part) = (String(parts[0]), String(parts[1]))
      if layer.hasPrefix("conv") {
        return (layer, try convolution(layer, part, parameter.shape, depth: depth))
      }
      let normalization = "bn\(layer.dropFirst("norm".count))"
      return (normalization, try self.normalization(normalization, part, parameter.shape))
    }
  }

  /// Checks that the layers from the first convolution on are exactly the autoencoder's.
  ///
  /// Earlier layers made its input in training. Layers after the last convolution must hold no weights.
  private func checkLayers(depth: Int) throws(Failure) {
    /// Types, and names if they matter.
    var wanted: [(name: String?, type: String)] = []
    for number in 1...depth {
      wanted.append(("conv\(number)", "Convolution"))
      if number > 1 && number < depth { wanted.append(("bn\(number)", "BatchNorm")) }
      if number < depth { wanted.append((nil, "ReLU")) }
    }
    for (place, layer) in layers.drop(while: { $0.name != "conv1" }).enumerated() {
      guard place < wanted.count else {
        guard layer.blobs.isEmpty else {
          throw file.unsupported(
            "the layer \"\(layer.name)\" of the type \"\(layer.type)\" behind the last convolution",
            wanted: "no weights behind it")
        }
        continue
      }
      let (name, type) = wanted[place]
      guard layer.type == type, layer.name == name ?? layer.name, !layer.leaks else {
        let slope = layer.leaks ? " with a negative slope" : ""
        throw file.unsupported(
          "the layer \"\(layer.name)\" of the type \"\(layer.type)\"\(slope)",
          wanted:
            "the autoencoder's layer \(name.map { "\"\($0)\" " } ?? "")of the type \"\(type)\"")
      }
    }
  }

  /// The standard deviation, in 0...255, of the training noise, if the file still holds the layer that made the
  /// noise.
  var noise: Float? { layers.compactMap(\.noise).first }

  private func extent(_ axis: Int, of name: String) throws(Failure) -> Int {
    guard let shape = layer(name)?.blobs.first?.shape, shape.count == 4 else {
      throw file.unsupported(
        "the layer \"\(name)\" has no weights of four axes", wanted: "a convolution")
    }
    return shape[axis]
  }

  private func blob(
    _ index: Int, of name: String, shape: [Int]
  ) throws(Failure) -> Tensor {
    let blobs = layer(name)?.blobs ?? []
    guard blobs.indices.contains(index) else {
      throw file.misfit("\(name).blobs[\(index)]", found: nil, wanted: shape)
    }
    // Older files give every blob four extents.
    let found = blobs[index].shape
    guard found.drop(while: { $0 == 1 }).elementsEqual(shape.drop(while: { $0 == 1 })) else {
      throw file.misfit("\(name).blobs[\(index)]", found: found, wanted: shape)
    }
    return blobs[index].reshaped(to: shape)
  }

  private func convolution(
    _ name: String, _ part: String, _ shape: [Int], depth: Int
  ) throws(Failure) -> Tensor {
    guard let layer = layer(name), layer.type == "Convolution", layer.padding == 1,
      layer.unusual == nil
    else {
      let found = self.layer(name).map { layer in
        layer.unusual ?? "a padding of \(layer.padding), of the type \"\(layer.type)\""
      }
      throw file.unsupported(
        "the layer \"\(name)\" has \(found ?? "no weights")",
        wanted: "a convolution with a padding of 1 and a stride of 1")
    }
    let blob = try blob(part == "weight" ? 0 : 1, of: name, shape: shape)
    let (isFirst, isLast) = (name == "conv1", name == "conv\(depth)")
    if isFirst && part == "weight" {
      return blob.withChannelsReversed(outer: shape[0]) * 255
    }
    return isLast ? blob.withChannelsReversed(outer: 1) * (1 / 255) : blob
  }

  private func normalization(
    _ name: String, _ part: String, _ shape: [Int]
  ) throws(Failure) -> Tensor {
    // The layer has no scale and shift.
    if part == "weight" { return Tensor(repeating: 1, shape: shape) }
    if part == "bias" { return Tensor(zeros: shape) }
    let sums = try blob(part == "running_mean" ? 0 : 1, of: name, shape: shape)
    // The blobs are sums over batches. The third blob holds the divisor.
    let count = try blob(2, of: name, shape: [1]).values[0]
    let mean = count == 0 ? sums * 0 : sums * (1 / count)
    guard part == "running_var", let layer = layer(name) else { return mean }
    // This package's epsilon may differ from the layer's, so the variance makes up for the difference.
    return mean + (layer.epsilon - DenoisingAutoencoder.epsilon)
  }
}

extension Tensor {
  /// Reorders blue, green, red to red, green, blue.
  ///
  /// - Parameter outer: the number of groups of three channels.
  fileprivate func withChannelsReversed(outer: Int) -> Tensor {
    let part = count / outer / 3
    return withUnsafeSamples { source in
      Tensor(shape: shape) { result in
        for group in 0..<outer {
          for channel in 0..<3 {
            for index in 0..<part {
              result[(group * 3 + channel) * part + index] =
                source[(group * 3 + 2 - channel) * part + index]
            }
          }
        }
      }
    }
  }
}
