import BurnishModels
import BurnishNetworks
import BurnishTensors
import Foundation

/// DKN as in its paper, in plain loops. The network runs once for each of 16 shifts of the
/// images, and the results are stitched together.
public struct ShiftAndStitch {
  private let network: DKN

  public init(_ network: DKN) { self.network = network }

  /// - Parameters:
  ///   - target: `[N, 1, H, W]`.
  ///   - guide: `[N, 3, H, W]`.
  /// - Returns: `[N, 1, H, W]`, computed with running statistics.
  public func callAsFunction(
    _ target: ReferenceTensor, guide: ReferenceTensor
  ) -> ReferenceTensor {
    var result = ReferenceTensor(zeros: target.shape)
    for lattice in PixelLattice.all(stride: 4) {
      let size = lattice.shape(of: target.shape)
      guard !size.contains(0) else { continue }
      let part = pass(target, guide: guide, lattice, rows: size[2], columns: size[3])
      for place in 0..<part.count {
        let at = part.indices(of: place)
        result[at[0], 0, lattice.row + 4 * at[2], lattice.column + 4 * at[3]] = part.values[place]
      }
    }
    return result
  }

  private func pass(
    _ target: ReferenceTensor, guide: ReferenceTensor, _ lattice: PixelLattice, rows: Int,
    columns: Int
  ) -> ReferenceTensor {
    let choices = network.hyperparameters
    var geometry = SamplingGeometry(
      kernelSize: choices.kernelSize, windowRadius: choices.windowRadius)
    geometry.lattice = lattice
    func factors(_ name: String, _ image: ReferenceTensor, absent: KernelSource) -> Factors? {
      choices.kernelSource == absent
        ? nil : branch(name, image, lattice, rows: rows, columns: columns)
    }
    let branches = [
      factors("guide", guide, absent: .target), factors("target", target, absent: .guide),
    ].compactMap(\.self)
    func product(_ factors: [ReferenceTensor]) -> ReferenceTensor {
      factors.dropFirst().reduce(factors[0]) { $0.zip($1, *) }
    }
    let weights = product(branches.map(\.weights))
    let still = ReferenceTensor(zeros: geometry.offsetsShape(forTarget: target.shape))
    let offsets = choices.offsets == .none ? still : product(branches.map(\.offsets!))
    // The products already contain the second branch.
    return Reference.deformableKernelSample(
      target, guideWeights: weights, targetWeights: weights.map { _ in 1 }, guideOffsets: offsets,
      targetOffsets: offsets.map { _ in 1 }, geometry: geometry,
      normalization: choices.residual ? .meanSubtraction : .sumToOne)
  }

  private struct Factors {
    let weights: ReferenceTensor
    let offsets: ReferenceTensor?
  }

  /// Computes one branch for the windows of 51 x 51 pixels around the lattice's pixels.
  private func branch(
    _ name: String, _ image: ReferenceTensor, _ lattice: PixelLattice, rows: Int, columns: Int
  ) -> Factors {
    var features = windows(of: image, lattice, rows: rows, columns: columns)
    for layer in 1...7 {
      let isStrided = [2, 4].contains(layer)
      features = convolved(
        features, "\(name).conv\(layer)", geometry: .init(stride: isStrided ? 2 : 1))
      if [1, 3, 5].contains(layer) {
        func value(_ tensor: String) -> ReferenceTensor {
          ReferenceTensor(network.parameters["\(name).norm\(layer).\(tensor)"]!.value)
        }
        features = Reference.batchNormalization(
          features, scale: value("weight"), shift: value("bias"), mean: value("running_mean"),
          variance: value("running_var"), epsilon: 1e-5)
      }
      features = features.map { max($0, 0) }
    }
    let hasOffsets = network.hyperparameters.offsets == .learned
    return Factors(
      weights: convolved(features, "\(name).weight").map { 1 / (1 + Foundation.exp(-$0)) },
      offsets: hasOffsets ? convolved(features, "\(name).offset") : nil)
  }

  private func convolved(
    _ input: ReferenceTensor, _ path: String, geometry: ConvolutionGeometry = .valid
  ) -> ReferenceTensor {
    Reference.convolution(
      input, weight: ReferenceTensor(network.parameters["\(path).weight"]!.value),
      bias: ReferenceTensor(network.parameters["\(path).bias"]!.value), geometry: geometry)
  }

  /// The shifted image with a margin, so that the first window begins at its corner.
  private func windows(
    of image: ReferenceTensor, _ lattice: PixelLattice, rows: Int, columns: Int
  ) -> ReferenceTensor {
    let shape = image.shape
    var padded = ReferenceTensor(zeros: [
      shape[0], shape[1], 4 * (rows - 1) + 51, 4 * (columns - 1) + 51,
    ])
    for place in 0..<padded.count {
      let at = padded.indices(of: place)
      padded.values[place] =
        image[
          at[0], at[1], min(max(lattice.row + at[2] - 25, 0), shape[2] - 1),
          min(max(lattice.column + at[3] - 25, 0), shape[3] - 1)]
    }
    return padded
  }
}
