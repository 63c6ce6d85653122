import BurnishCore

/// NumPy's `.npy` of motion: an array `[H, W, 2]`, as in OpenCV, or `[2, H, W]`, as in networks.
///
/// NaN, infinities, and components of 1e9 or more mark unknown motion.
extension FlowField {
  init(numPy bytes: [UInt8], _ path: String) throws(Failure) {
    let image = try NumPyCodec.decodeFlow(bytes, from: path)
    self.init(vectors: image.planes(0..<2, scaled: false))
    isPlanar = try NumPyCodec.shape(bytes, from: path).last != 2
  }

  func numPy() -> [UInt8] {
    let extents = [height, width]
    var components = interleaved(unknown: .nan)
    if isPlanar {
      let pairs = components
      components = (0..<pairs.count).map {
        pairs[$0 % (pairs.count / 2) * 2 + $0 / (pairs.count / 2)]
      }
    }
    return NumPyCodec.header(type: "<f4", shape: isPlanar ? [2] + extents : extents + [2])
      + components.map(\.bitPattern.littleEndian).withUnsafeBytes { [UInt8]($0) }
  }
}
