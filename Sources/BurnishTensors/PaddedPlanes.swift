/// The planes of a target, each with a margin that holds the samples outside its borders.
///
/// No position leaves the margin, so sampling needs no border tests. The border rule applies only when the
/// margin is filled and, in the gradient, when it is folded back.
struct PaddedPlanes {
  let margin: Int
  let height: Int
  let width: Int
  /// The number of samples from one row to the next.
  let pitch: Int
  /// The number of samples from one plane to the next.
  let planeStride: Int
  private let storage: TensorStorage

  /// The first sample of the first plane's margin.
  var pointer: UnsafePointer<Float> { UnsafePointer(storage.pointer) }

  init(_ tensor: Tensor, geometry: SamplingGeometry) {
    let (margin, border) = (geometry.windowRadius + 1, geometry.border)
    // Reads may run past a row's end because they handle four pixels at a time.
    let overrun = 4 + 4 * geometry.lattice.stride
    let (height, width) = (tensor.shape[2], tensor.shape[3])
    let planes = tensor.shape[0] * tensor.shape[1]
    let rows = height + 2 * margin
    let pitch = width + 2 * margin
    self.margin = margin
    self.height = height
    self.width = width
    self.pitch = pitch
    planeStride = rows * pitch
    let total = planes * rows * pitch
    let storage = TensorStorage(plain: total + overrun)
    self.storage = storage
    (storage.pointer + total).update(repeating: 0, count: overrun)
    tensor.withUnsafeSamples { samples in
      let samples = samples.baseAddress!
      Parallel.forEachRange(planes * rows, grain: 64) { range in
        for index in range {
          let (plane, row) = (index / rows, index % rows - margin)
          let destination = storage.pointer + index * pitch
          let inside = min(max(row, 0), height - 1)
          if border == .zero && inside != row {
            destination.update(repeating: 0, count: pitch)
            continue
          }
          let source = samples + (plane * height + inside) * width
          destination.update(repeating: border == .zero ? 0 : source[0], count: margin)
          (destination + margin).update(from: source, count: width)
          (destination + margin + width).update(
            repeating: border == .zero ? 0 : source[width - 1], count: margin)
        }
      }
    }
  }
}
