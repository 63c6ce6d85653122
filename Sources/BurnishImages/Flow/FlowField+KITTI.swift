import BurnishCore
import BurnishTensors

/// The PNG of the KITTI benchmark: three channels of 16 bits.
///
/// Red is `64 u + 32768`, green is `64 v + 32768`, and blue is not 0 if the motion is known. The readme of the
/// benchmark's development kit describes it, https://www.cvlibs.net/datasets/kitti/eval_scene_flow.php.
extension FlowField {
  private static let zero: Float = 32768
  private static let stepsPerPixel: Float = 64

  init(kitti bytes: [UInt8], _ path: String) throws(Failure) {
    let image = try PNGCodec.decode(bytes, from: path)
    guard case .uint16(let samples) = image.samples, image.channels == 3 else {
      throw Failure(
        .badData, path,
        found: "a PNG of \(image.channels) channel\(image.channels == 1 ? "" : "s") with "
          + "\(image.sampleFormat.adjective) samples", wanted: FlowFormat.all)
    }
    let area = image.width * image.height
    let shape = [1, 2, image.height, image.width]
    self.init(
      vectors: Tensor(shape: shape) { vectors in
        for place in 0..<2 * area {
          let code = samples[place % area * 3 + place / area]
          vectors[place] = (Float(code) - Self.zero) / Self.stepsPerPixel
        }
      },
      valid: Tensor(shape: [1, 1, image.height, image.width]) { valid in
        for pixel in valid.indices { valid[pixel] = samples[3 * pixel + 2] == 0 ? 0 : 1 }
      })
  }

  func kitti(_ path: String) throws(Failure) -> [UInt8] {
    var codes: [UInt16] = []
    codes.reserveCapacity(3 * width * height)
    for (place, component) in interleaved(unknown: .nan).enumerated() {
      let code = (component * Self.stepsPerPixel + Self.zero).rounded()
      guard component.isNaN || (0...65535).contains(code) else {
        throw Failure(
          .badData, path, found: "motion of \(component) pixels, which KITTI's 16 bits do not hold",
          wanted: "components in -512...511.98, or a .flo or .npy file")
      }
      codes.append(component.isNaN ? 0 : UInt16(code))
      if place % 2 == 1 { codes.append(component.isNaN ? 0 : 1) }
    }
    return try PNGCodec.encode(
      RawImage(width: width, height: height, channels: 3, samples: .uint16(codes)), to: path)
  }
}
