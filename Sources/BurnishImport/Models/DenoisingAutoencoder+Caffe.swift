import Burnish
import BurnishCore
import BurnishModels
import BurnishNetworks
import BurnishTensors

// The release of S. A. Bigdeli, M. Zwicker, "Image Restoration using Autoencoding Priors": convolutions
// `conv1`, `conv2`, …, batch normalization `bn2`, … without scale and shift after all but the first and
// the last. It takes blue, green, red in 0...255 and yields what to add to them.

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

  /// Sees that from the first convolution on there are the autoencoder's layers and no others; what comes
  /// before made its input in training, and what comes behind the last may hold no weights.
  private func checkLayers(depth: Int) throws(Failure) {
    /// Names, where they matter, and types.
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

  /// The standard deviation, in 0...255, of the noise that the network was trained on, where the file
  /// still holds the layer that made it.
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
    // Without scale and shift of its own.
    if part == "weight" { return Tensor(repeating: 1, shape: shape) }
    if part == "bias" { return Tensor(zeros: shape) }
    let sums = try blob(part == "running_mean" ? 0 : 1, of: name, shape: shape)
    // Sums over batches; the third blob holds by what to divide them.
    let count = try blob(2, of: name, shape: [1]).values[0]
    let mean = count == 0 ? sums * 0 : sums * (1 / count)
    guard part == "running_var", let layer = layer(name) else { return mean }
    // The package's own addend may differ from the layer's; their sums with the variance must not.
    return mean + (layer.epsilon - DenoisingAutoencoder.epsilon)
  }
}

extension Tensor {
  /// Blue, green, red as red, green, blue.
  ///
  /// - Parameter outer: how many times the three channels follow each other.
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
