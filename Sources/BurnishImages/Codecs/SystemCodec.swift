import BurnishCore
import CImageCodecs

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The code that the C codecs share.
enum SystemCodec {
  typealias Decoder = (
    UnsafePointer<UInt8>?, Int, burnish_limits, UnsafeMutablePointer<burnish_image>?
  ) -> burnish_codec_status

  /// Decodes a file in memory.
  ///
  /// - Parameters:
  ///   - decoder: decodes the samples; it does not turn the image upright.
  static func decode(
    _ bytes: [UInt8], from path: String, limits: ImageLimits, by decoder: Decoder
  ) throws(Failure) -> RawImage {
    var image = burnish_image()
    let limits = burnish_limits(
      pixels: UInt64(limits.pixels), memory: UInt64(limits.usableMemory))
    let status = bytes.withUnsafeBufferPointer {
      decoder($0.baseAddress, $0.count, limits, &image)
    }
    defer {
      free(image.samples)
      free(image.profile)
    }
    guard status == BURNISH_CODEC_OK, let memory = image.samples else {
      throw failure(status, text(of: image.message), text(of: image.wanted), path)
    }
    let count = Int(image.width) * Int(image.height) * Int(image.channels)
    func copy<Sample>(_: Sample.Type) -> [Sample] {
      Array(
        UnsafeBufferPointer(start: memory.assumingMemoryBound(to: Sample.self), count: count))
    }
    let samples: RawImage.Samples =
      switch image.type {
      case BURNISH_SAMPLE_UINT16: .uint16(copy(UInt16.self))
      case BURNISH_SAMPLE_FLOAT32: .float32(copy(Float.self))
      default: .uint8(copy(UInt8.self))
      }
    var result = RawImage(
      width: Int(image.width), height: Int(image.height), channels: Int(image.channels),
      samples: samples, maximum: image.maximum > 0 ? Int(image.maximum) : nil)
    result.colors = Int(image.colors)
    result.alpha = image.alpha < 0 ? nil : Int(image.alpha)
    if let profile = image.profile {
      result.colorProfile = Array(
        UnsafeRawBufferPointer(start: profile, count: image.profile_size))
    }
    let remark = text(of: image.remark)
    if !remark.isEmpty { result.remarks.append(remark) }
    return result
  }

  /// Runs an encoder on the samples of an image and returns its bytes.
  static func encode(
    _ image: RawImage, to path: String, profile: [UInt8]?,
    by encoder: (
      UnsafeRawPointer?, burnish_sample_type, burnish_profile,
      UnsafeMutablePointer<burnish_bytes>?
    ) -> burnish_codec_status
  ) throws(Failure) -> [UInt8] {
    var result = burnish_bytes()
    func run<Sample>(_ samples: [Sample], _ type: burnish_sample_type) -> burnish_codec_status {
      samples.withUnsafeBytes { samples in
        (profile ?? []).withUnsafeBytes { bytes in
          let profile = burnish_profile(
            bytes: bytes.isEmpty ? nil : bytes.baseAddress, count: bytes.count)
          return encoder(samples.baseAddress, type, profile, &result)
        }
      }
    }
    let status =
      switch image.samples {
      case .uint8(let samples): run(samples, BURNISH_SAMPLE_UINT8)
      case .uint16(let samples): run(samples, BURNISH_SAMPLE_UINT16)
      case .float32(let samples): run(samples, BURNISH_SAMPLE_FLOAT32)
      }
    defer { free(result.bytes) }
    guard status == BURNISH_CODEC_OK else {
      throw Failure(.cannotCreate, path, found: text(of: result.message))
    }
    return Array(UnsafeBufferPointer(start: result.bytes, count: result.count))
  }

  private static func failure(
    _ status: burnish_codec_status, _ found: String, _ wanted: String, _ path: String
  ) -> Failure {
    switch status {
    case BURNISH_CODEC_OUT_OF_MEMORY:
      Failure(.outOfMemory, path, found: found, wanted: "a smaller image, or more memory")
    case BURNISH_CODEC_DAMAGED:
      Failure(.badData, path, found: found, wanted: "a complete, undamaged file")
    default: Failure(.badData, path, found: found, wanted: wanted)
    }
  }

  private static func text<Tuple>(of message: Tuple) -> String {
    withUnsafeBytes(of: message) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
