import BurnishCore

/// A bit for each sample of a tensor that tells whether it is above 0. The gradient of a ReLU needs only this.
///
/// With the mask, a network need not keep its activations, which are 32 times as large, for the backward pass.
public struct ReLUMask: Sendable {
  /// The shape of the tensor.
  public let shape: [Int]
  /// The order of the bits, with the lowest bit of a byte first. It depends only on the shape.
  private let layout: BlockedLayout
  private let storage: TensorStorage

  /// A mask with uninitialized bits.
  init(uninitialized shape: [Int]) {
    self.shape = shape
    layout = shape.count == 4 && shape[1] % 16 == 0 ? .channels16(shape) : .plain(shape)
    let samples = layout.byteCount / MemoryLayout<Float>.stride
    storage = TensorStorage(plain: (samples + 31) / 32)
  }

  /// - Parameter output: the output of a ReLU.
  public init(_ output: Tensor) {
    self.init(uninitialized: output.shape)
    let output = output.inLayout(layout)
    let (samples, bits) = (UnsafeRawPointer(output.storage.pointer), bits)
    withExtendedLifetime((output, self)) {
      forEachRangeOfBytes { range in
        for byte in range {
          let values = samples.load(
            fromByteOffset: byte * MemoryLayout<Eight>.size, as: Eight.self)
          let set = SIMD8<Int32>(repeating: 0).replacing(with: Self.places, where: values .> 0)
          bits[byte] = UInt8(truncatingIfNeeded: set.wrappedSum())
        }
      }
    }
  }

  /// The bits, valid while the mask exists. If the number of channels is a multiple of 16, the bits have the order
  /// of samples in groups of 16 channels, innermost.
  var bits: UnsafeMutablePointer<UInt8> {
    UnsafeMutableRawPointer(storage.pointer).assumingMemoryBound(to: UInt8.self)
  }

  fileprivate func applied(to gradient: Tensor) -> Tensor {
    require(
      gradient.shape == shape,
      "a gradient of shape \(gradient.shape) does not go with a ReLU's output of \(shape)")
    let gradient = gradient.inLayout(layout)
    let output = Tensor.uninitialized(shape: shape, layout: layout)
    let from = UnsafeRawPointer(gradient.storage.pointer)
    let to = UnsafeMutableRawPointer(output.storage.pointer)
    let bits = bits
    withExtendedLifetime((gradient, self)) {
      forEachRangeOfBytes { range in
        for byte in range {
          let place = byte * MemoryLayout<Eight>.size
          let set = Self.places & SIMD8(repeating: Int32(bits[byte]))
          // Negation spreads the sign over the sample. A comparison with 0 gives the same result, but the
          // compiler turns it into a loop over eight samples.
          let open = (0 &- set) &>> 31
          let samples = from.load(fromByteOffset: place, as: SIMD8<Int32>.self) & open
          to.storeBytes(of: samples, toByteOffset: place, as: SIMD8<Int32>.self)
        }
      }
    }
    return output
  }

  /// The samples of a byte. A tensor's last byte may have fewer, but its memory is a multiple of 64 bytes and has
  /// room for all.
  private typealias Eight = SIMD8<Float>

  /// The bits of a byte's samples.
  private static let places = SIMD8<Int32>(1, 2, 4, 8, 16, 32, 64, 128)

  private func forEachRangeOfBytes(_ body: (Range<Int>) -> Void) {
    let samples = layout.byteCount / MemoryLayout<Float>.stride
    Parallel.forEachRange((samples + 7) / 8, grain: 1 << 11, body)
  }
}

/// The gradient of ``relu()`` with respect to its input, computed from the mask of its output.
package func reluGradient(_ outputGradient: Tensor, mask: ReLUMask) -> Tensor {
  mask.applied(to: outputGradient)
}
