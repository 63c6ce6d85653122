import Burnish

/// Enlarges a sensor's depth along the edges of a camera's frame, both as arrays, with progress and cancellation.
@main
struct DepthFromArrays {
  static func main() async throws {
    // A wall at two meters with a box before it. One measurement is missing.
    let (width, height) = (40, 30)
    var millimeters = [UInt16](repeating: 2000, count: width * height)
    for y in 10..<20 {
      for x in 12..<28 { millimeters[y * width + x] = 1200 }
    }
    millimeters[5 * width + 5] = 0
    let depth = try DepthMap(width: width, height: height, millimeters: millimeters.span)

    // The frame has four times as many rows and columns, and the box is orange.
    var bytes: [UInt8] = []
    for y in 0..<4 * height {
      for x in 0..<4 * width {
        let isBox = (40..<80).contains(y) && (48..<112).contains(x)
        bytes += isBox ? [230, 140, 40] : [90, 110, 120]
      }
    }
    let frame = try Image(
      width: 4 * width, height: 4 * height, channels: 3, bytesPerRow: 12 * width,
      interleaved: bytes.span.bytes, format: .uint8)

    let model = try ModelCatalog().jointModel("fdkn", for: .upsampling(factor: 4))
    let task = Task {
      try await DepthUpsampler(model).upsampled(depth, guide: frame) { print("\(Int(100 * $0)) %") }
    }
    let sharp = try await task.value
    print(
      "\(sharp.width)x\(sharp.height) pixels, \(Int(sharp.samples.values[60 * 160 + 80])) mm in the middle"
    )

    // Nobody waits for this one.
    let second = Task { try await DepthUpsampler(model).upsampled(depth, guide: frame) }
    second.cancel()
    do {
      _ = try await second.value
    } catch {
      print(error)
    }
  }
}
