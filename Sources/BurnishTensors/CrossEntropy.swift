import BurnishCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The cross entropy of class scores against the correct class of each pixel, and its gradient with respect to the
/// scores.
///
/// The loss of a pixel is `-classWeights[label] * log(softmax(scores)[label])`.
/// - Parameters:
///   - logits: the scores, `[N, C, H, W]`, any finite numbers.
///   - labels: N * H * W classes in row-major order, each in `0..<C` or the ignored label.
///   - ignoring: the label of pixels to ignore.
///   - classWeights: C nonnegative weights; `nil` for ones.
///   - reduction: `.mean` divides by the sum of the counted pixels' weights. A mean over no pixels
///     is zero.
/// - Returns: the loss and its gradient, of the scores' shape.
package func softmaxCrossEntropy(
  _ logits: Tensor, labels: [Int32], ignoring: Int32? = nil, classWeights: [Float]? = nil,
  reduction: LossReduction = .mean
) -> (value: Float, gradient: Tensor) {
  let shape = logits.shape
  require(
    shape.count == 4 && labels.count == shape[0] * shape[2] * shape[3],
    "\(labels.count) labels do not fit scores of shape \(shape)")
  let classes = shape[1]
  require(
    classWeights == nil || classWeights!.count == classes,
    "\(classWeights?.count ?? 0) class weights do not fit scores of shape \(shape)")
  var total = 0.0
  for label in labels where label != ignoring {
    precondition(
      label >= 0 && label < Int32(classes), "the label \(label) is not one of \(classes) classes")
    total += Double(classWeights?[Int(label)] ?? 1)
  }
  let scale = reduction == .sum ? 1 : total > 0 ? 1 / total : 0
  return labels.withUnsafeBufferPointer { labels in
    crossEntropy(logits, scale: scale) { tile, classIndex, pixel in
      let label = labels[tile + pixel]
      guard label == Int32(classIndex), label != ignoring else { return 0 }
      return classWeights?[classIndex] ?? 1
    }
  }
}

/// The cross entropy of class scores against a class distribution for each pixel, and its gradient with respect to
/// the scores.
///
/// The loss of a pixel is `-weight * sum over c of target[c] * log(softmax(scores)[c])`.
/// - Parameters:
///   - logits: the scores, `[N, C, H, W]`, any finite numbers.
///   - target: the distributions, `[N, C, H, W]`, nonnegative; one-hot for known classes.
///   - pixelWeights: a weight for each pixel, `[N, 1, H, W]`, nonnegative; `nil` for ones.
///   - reduction: `.mean` divides by the sum of the pixels' weights. A mean over no pixels is zero.
/// - Returns: the loss and its gradient, of the scores' shape.
package func softmaxCrossEntropy(
  _ logits: Tensor, target: Tensor, pixelWeights: Tensor? = nil, reduction: LossReduction = .mean
) -> (value: Float, gradient: Tensor) {
  let shape = logits.shape
  require(
    shape.count == 4 && target.shape == shape,
    "a target of shape \(target.shape) does not fit scores of shape \(shape)")
  let plane = shape[2] * shape[3]
  require(
    pixelWeights == nil || pixelWeights!.shape == [shape[0], 1, shape[2], shape[3]],
    "pixel weights of shape \(pixelWeights?.shape ?? []) do not fit scores of shape \(shape)")
  let (target, pixelWeights) = (target.plain(), pixelWeights?.plain())
  let total = pixelWeights?.preciseSum() ?? Double(shape[0] * plane)
  let scale = reduction == .sum ? 1 : total > 0 ? 1 / total : 0
  let probabilities = UnsafePointer(target.storage.pointer)
  let weights = pixelWeights.map { UnsafePointer($0.storage.pointer) }
  defer { withExtendedLifetime((target, pixelWeights)) {} }
  return crossEntropy(logits, scale: scale) { tile, classIndex, pixel in
    let position = tile + pixel
    let image = position / plane
    let probability = probabilities[
      (image &* shape[1] &+ classIndex) &* plane &+ (position &- image &* plane)]
    return probability * (weights?[position] ?? 1)
  }
}

/// - Parameter target: returns the weighted probability of a class at pixel `tile + pixel`, counted over
///   all images.
@inline(__always)
private func crossEntropy(
  _ logits: Tensor, scale: Double, target: (_ tile: Int, _ classIndex: Int, _ pixel: Int) -> Float
) -> (value: Float, gradient: Tensor) {
  let shape = logits.shape
  let (classes, plane) = (shape[1], shape[2] * shape[3])
  // Tiles of pixels let each class's samples be read in one run.
  let tileSize = 256
  let tiles = (plane + tileSize - 1) / tileSize
  let plain = logits.plain()
  let scores = UnsafePointer(plain.storage.pointer)
  var losses = [Double](repeating: 0, count: shape[0] * tiles)
  let gradient = Tensor(shape: shape) { gradient in
    guard let gradient = gradient.baseAddress, !shape.contains(0) else { return }
    losses.withUnsafeMutableBufferPointer { losses in
      let losses = losses.baseAddress!
      withoutActuallyEscaping(target) { target in
        Parallel.forEachRange(shape[0] * tiles) { range in
          let rows = UnsafeMutablePointer<Float>.allocate(capacity: 3 * tileSize)
          defer { rows.deallocate() }
          for index in range {
            let (image, start) = (index / tiles, index % tiles * tileSize)
            let first = image * classes * plane + start
            losses[index] = crossEntropyTile(
              scores + first, gradient + first, plane: plane, classes: classes,
              pixels: min(tileSize, plane - start), scale: Float(scale), rows: rows,
              rowLength: tileSize
            ) { target(image * plane + start, $0, $1) }
          }
        }
      }
    }
  }
  withExtendedLifetime(plain) {}
  return (Float(losses.reduce(0, +) * scale), gradient)
}

/// Computes the loss of one tile's pixels and writes their gradients.
@inline(__always)
private func crossEntropyTile(
  _ scores: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>, plane: Int,
  classes: Int, pixels: Int, scale: Float, rows: UnsafeMutablePointer<Float>, rowLength: Int,
  target: (_ classIndex: Int, _ pixel: Int) -> Float
) -> Double {
  let (maximum, sums, masses) = (rows, rows + rowLength, rows + 2 * rowLength)
  for pixel in 0..<pixels { (maximum[pixel], sums[pixel], masses[pixel]) = (scores[pixel], 0, 0) }
  for row in 1..<max(classes, 1) {
    for pixel in 0..<pixels {
      maximum[pixel] = max(maximum[pixel], scores[row &* plane &+ pixel])
    }
  }
  for row in 0..<classes {
    for pixel in 0..<pixels {
      let exponential = expf(scores[row &* plane &+ pixel] - maximum[pixel])
      gradient[row &* plane &+ pixel] = exponential
      sums[pixel] += exponential
    }
  }
  var loss = 0.0
  for row in 0..<classes {
    for pixel in 0..<pixels {
      let mass = target(row, pixel)
      masses[pixel] += mass
      guard mass != 0 else { continue }
      let logSum = logf(sums[pixel]) + maximum[pixel]
      loss += Double(mass * (logSum - scores[row &* plane &+ pixel]))
    }
  }
  for row in 0..<classes {
    for pixel in 0..<pixels {
      let probability = gradient[row &* plane &+ pixel] / sums[pixel]
      gradient[row &* plane &+ pixel] =
        scale * (masses[pixel] * probability - target(row, pixel))
    }
  }
  return loss
}
