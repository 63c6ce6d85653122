import Burnish
import BurnishCore
import BurnishModels
import BurnishNetworks
import BurnishTensors

// The release of Y. Li, J.-B. Huang, N. Ahuja, M.-H. Yang, "Joint Image Filtering with Deep Convolutional Networks".
// Its MatConvNet networks have `weights` for the guide and `weights_depth` for the target in the layers before the
// merge.

extension MATLABFile {
  /// A convolution of the network.
  private struct Stage {
    /// Its index among the network's layers, from 1.
    let layer: Int
    /// Whether both branches have it, with separate weights.
    let isBranched: Bool
    /// The kernel's height, width, input channels and output channels.
    let extents: [Int]
    let padding: Int
    /// Whether a ReLU follows it.
    var isRectified = false

    func path(_ name: String) -> String { "net.layers{\(layer)}.\(name)" }
  }

  /// DJF, or DJFR if the target is added to the output. The file does not say which.
  ///
  /// - Throws: ``Failure`` with the first tensor that does not fit.
  func djf(skip: Bool) throws(Failure) -> ImportedNetwork {
    let stages = try stages()
    let (branch, joint) = (stages.filter(\.isBranched), stages.filter { !$0.isBranched })
    guard !branch.isEmpty, !joint.isEmpty else {
      throw file.unsupported(
        "convolutions with weights_depth: \(branch.count), without: \(joint.count)",
        wanted: "those of both branches of DJF, then those of its joint part")
    }
    try checkRectification(of: branch)
    try checkRectification(of: joint)
    var hyperparameters = DJF.Hyperparameters()
    hyperparameters.branchChannels = branch.map { $0.extents[3] }
    hyperparameters.branchKernelSizes = branch.map { $0.extents[0] }
    hyperparameters.branchPadding = try padding(of: branch)
    hyperparameters.jointChannels = joint.map { $0.extents[3] }
    hyperparameters.jointKernelSizes = joint.map { $0.extents[0] }
    hyperparameters.jointPadding = try padding(of: joint)
    hyperparameters.skip = skip
    try hyperparameters.check(path: file.path)
    let parameters = DJF(hyperparameters, in: .blank()).parameters
    return try ImportedNetwork(hyperparameters, parameters, file: file) {
      parameter throws(Failure) in
      // `target.conv2.weight`
      let parts = parameter.path.split(separator: ".")
      let stages = parts[0] == "joint" ? joint : branch
      let stage = stages[Int(parts[1].dropFirst("conv".count))! - 1]
      let name = parts[0] == "target" ? "weights_depth" : "weights"
      let path = stage.path("\(name){\(parts[2] == "weight" ? 1 : 2)}")
      return parts[2] == "weight"
        ? (path, try kernels(path, shape: parameter.shape))
        : (path, try biases(path, count: parameter.shape[0]))
    }
  }

  /// The network's convolutions in order.
  private func stages() throws(Failure) -> [Stage] {
    var stages: [Stage] = []
    var layer = 1
    while let type = texts["net.layers{\(layer)}.type"] {
      let path = "net.layers{\(layer)}"
      switch type {
      case "conv":
        let weights = "\(path).weights{1}"
        let extents = try fourExtents(of: weights)
        guard extents[0] == extents[1], extents[0] % 2 == 1 else {
          throw file.unsupported(
            "the tensor \"\(weights)\" has the shape \(extents)",
            wanted: "square kernels of an odd size")
        }
        let padding = try setting("pad", of: path)
        guard try setting("stride", of: path) == 1 else {
          throw file.unsupported("\"\(path).stride\" is not 1", wanted: "the convolutions of DJF")
        }
        stages.append(
          Stage(
            layer: layer, isBranched: arrays["\(path).weights_depth{1}"] != nil, extents: extents,
            padding: padding))
      case "relu":
        guard !stages.isEmpty,
          (arrays["\(path).leak"]?.samples.values ?? []).allSatisfy({ $0 == 0 })
        else {
          throw file.unsupported(
            "\"\(path)\" is a ReLU that \(stages.isEmpty ? "comes first" : "leaks")",
            wanted: "ReLU behind convolutions")
        }
        stages[stages.count - 1].isRectified = true
      case "MSEloss", "pdist", "loss": break
      default:
        throw file.unsupported(
          "\"\(path)\" is of the type \"\(type)\"", wanted: "convolutions and ReLU alone")
      }
      layer += 1
    }
    guard !stages.isEmpty else {
      let first = arrays.keys.min().map { "; the first of its arrays is \"\($0)\"" } ?? ""
      throw file.unsupported(
        "there is no \"net.layers{1}\" with a convolution\(first)",
        wanted: "a network of MatConvNet: DJF or DJFR")
    }
    return stages
  }

  /// Checks that ReLU follows every convolution except the last one in each part of the network.
  private func checkRectification(of stages: [Stage]) throws(Failure) {
    for (index, stage) in stages.enumerated()
    where stage.isRectified != (index < stages.count - 1) {
      throw file.unsupported(
        "\"net.layers{\(stage.layer)}\" is followed by \(stage.isRectified ? "a" : "no") ReLU",
        wanted: "ReLU behind all convolutions but the last of either part, as in DJF")
    }
  }

  /// A whole number that is the same for both axes and both branches.
  private func setting(_ name: String, of path: String) throws(Failure) -> Int {
    let values = ["\(path).\(name)", "\(path).\(name)_depth"].compactMap { arrays[$0] }
      .flatMap(\.samples.values)
    guard let first = values.first, values.allSatisfy({ $0 == first }),
      let number = Int(exactly: first)
    else {
      throw file.unsupported(
        "\"\(path).\(name)\" is \(values)", wanted: "the same whole number throughout")
    }
    return number
  }

  /// The padding, which must be the same for all convolutions of a part.
  private func padding(of stages: [Stage]) throws(Failure) -> Int {
    let paddings = Set(stages.map(\.padding))
    guard let padding = paddings.first, paddings.count == 1 else {
      throw file.unsupported(
        "\"\(stages[0].path("pad"))\" and those after it are \(stages.map(\.padding))",
        wanted: "the same number in one part of the network")
    }
    return padding
  }

  /// Height, width, input and output channels. MATLAB drops final extents of 1.
  private func fourExtents(of path: String) throws(Failure) -> [Int] {
    guard let array = arrays[path] else {
      throw file.unsupported(
        "there is no tensor \"\(path)\"", wanted: "the kernels of a convolution")
    }
    guard array.extents.count <= 4 else {
      throw file.unsupported(
        "the tensor \"\(path)\" has the shape \(array.extents)",
        wanted: "height, width, input and output channels")
    }
    return array.extents + Array(repeating: 1, count: 4 - array.extents.count)
  }

  /// Kernels as `[output, input, height, width]`.
  private func kernels(_ path: String, shape: [Int]) throws(Failure) -> Tensor {
    let extents = try fourExtents(of: path)
    let wanted = [shape[2], shape[3], shape[1], shape[0]]
    guard extents == wanted, let array = arrays[path] else {
      throw file.misfit(path, found: extents, wanted: wanted)
    }
    // MATLAB's order is [output, input, width, height] in row-major order.
    let (height, width) = (shape[2], shape[3])
    return array.samples.withUnsafeSamples { source in
      Tensor(shape: shape) { result in
        for plane in 0..<shape[0] * shape[1] {
          for row in 0..<height {
            for column in 0..<width {
              result[(plane * height + row) * width + column] =
                source[(plane * width + column) * height + row]
            }
          }
        }
      }
    }
  }

  private func biases(_ path: String, count: Int) throws(Failure) -> Tensor {
    guard let array = arrays[path], array.samples.count == count else {
      throw file.misfit(path, found: arrays[path]?.extents, wanted: [1, count])
    }
    return array.samples.reshaped(to: [count])
  }
}
