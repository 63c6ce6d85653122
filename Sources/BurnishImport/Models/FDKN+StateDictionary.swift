import Burnish
import BurnishCore
import BurnishModels
import BurnishNetworks
import BurnishTensors

// The release of B. Kim, J. Ponce, B. Ham, "Deformable Kernel Networks for Joint Image Filtering".

extension StateDictionary {
  /// A tensor that every FDKN has.
  static let fdknAnchor = "ImageKernel.conv1.weight"

  /// FDKN with its authors' names.
  ///
  /// - Parameter residual: whether the kernels' result is added to the target, which the file does not say.
  /// - Throws: ``Failure`` with the first tensor that does not fit.
  func fdkn(residual: Bool) throws(Failure) -> ImportedNetwork {
    let hyperparameters = try fdknHyperparameters(residual: residual)
    let taps = hyperparameters.kernelSize
    let parameters = FDKN(hyperparameters, in: .blank()).parameters
    try refuseOthers(than: parameters)
    return try ImportedNetwork(hyperparameters, parameters, file: file) {
      parameter throws(Failure) in
      let name = Self.name(of: parameter.path)
      let tensor = try tensor(name, shape: parameter.shape)
      // The release counts taps down the columns, this package along the rows.
      if parameter.path.contains(".weight.") {
        return (name, tensor.withTapsTurned(kernelSize: taps, axes: 1))
      }
      return parameter.path.contains(".offset.")
        ? (name, tensor.withTapsTurned(kernelSize: taps, axes: 2)) : (name, tensor)
    }
  }

  /// Infers the hyperparameters from the tensors' shapes.
  private func fdknHyperparameters(residual: Bool) throws(Failure) -> FDKN.Hyperparameters {
    var hyperparameters = FDKN.Hyperparameters()
    hyperparameters.geometry = .release
    hyperparameters.residual = residual
    for layer in 1...6 {
      hyperparameters.channels[layer - 1] = try extent(0, of: "ImageKernel.conv\(layer).weight")
    }
    hyperparameters.guide =
      try extent(1, of: "ImageKernel.conv1.weight") == 48 ? .color : .gray
    let outputs = try extent(0, of: "ImageKernel.conv_weight.weight")
    if let size = stride(from: 1, through: 15, by: 2).first(where: { 16 * $0 * $0 == outputs }) {
      hyperparameters.kernelSize = size
    }
    try hyperparameters.check(path: file.path)
    return hyperparameters
  }

  /// An extent of a tensor with four axes.
  private func extent(_ axis: Int, of name: String) throws(Failure) -> Int {
    guard let shape = tensors[name]?.shape else {
      guard let first = tensors.keys.min() else { throw file.damaged("it holds no tensor") }
      throw file.unsupported(
        "there is no tensor \"\(name)\"; "
          + (calls.first.map {
            "the pickle asks for \"\($0)\", which is not a tensor and is not called"
          }
            ?? "the first of its tensors is \"\(first)\""),
        wanted:
          "FDKN as its authors' code names it: ImageKernel and DepthKernel, each with conv1 to "
          + "conv6, conv_weight and conv_offset")
    }
    guard shape.count == 4 else {
      throw file.unsupported(
        "the tensor \"\(name)\" has the shape \(shape)", wanted: "the four axes of a convolution")
    }
    return shape[axis]
  }

  /// The name of a parameter in the release. `guide.conv1.weight` is `ImageKernel.conv1.weight`, `guide.norm1.bias`
  /// is `ImageKernel.conv1_bn.bias`, and `target.offset.bias` is `DepthKernel.conv_offset.bias`.
  private static func name(of path: String) -> String {
    let parts = path.split(separator: ".")
    let branch = parts[0] == "guide" ? "ImageKernel" : "DepthKernel"
    let layer =
      switch parts[1] {
      case "weight", "offset": "conv_\(parts[1])"
      case let part where part.hasPrefix("norm"): "conv\(part.dropFirst("norm".count))_bn"
      default: String(parts[1])
      }
    return "\(branch).\(layer).\(parts[2])"
  }

  private func tensor(_ name: String, shape: [Int]) throws(Failure) -> Tensor {
    guard let tensor = tensors[name], tensor.shape == shape else {
      throw file.misfit(name, found: tensors[name]?.shape, wanted: shape)
    }
    return tensor
  }

  /// Refuses extra tensors: another network may have all tensors of FDKN, and more.
  private func refuseOthers(than parameters: ParameterSet) throws(Failure) {
    let known = Set(parameters.paths.map(Self.name(of:)))
    let other = tensors.keys.filter {
      !known.contains($0) && !$0.hasSuffix(".num_batches_tracked")
    }.min()
    if let other {
      throw file.unsupported(
        "there is a tensor \"\(other)\" that FDKN does not have",
        wanted: "its \(known.count) tensors only")
    }
  }
}

extension Tensor {
  /// Reorders the outputs of a kernel's head: along the rows of the k x k taps instead of down the columns.
  ///
  /// - Parameter axes: the number of outputs per tap for each pixel of a block.
  /// - Returns: a tensor of the same shape.
  fileprivate func withTapsTurned(kernelSize: Int, axes: Int) -> Tensor {
    let taps = kernelSize * kernelSize
    let part = count / taps
    require(shape[0] % (taps * axes) == 0, "\(shape[0]) outputs do not belong to \(taps) taps")
    return withUnsafeSamples { source in
      Tensor(shape: shape) { result in
        for tap in 0..<taps {
          let other = tap % kernelSize * kernelSize + tap / kernelSize
          for index in 0..<part { result[tap * part + index] = source[other * part + index] }
        }
      }
    }
  }
}
