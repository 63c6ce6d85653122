/// The memory of tensors' samples.
package enum TensorMemory {
  /// The peak number of bytes of samples during `body`, beyond the bytes before it. Tensors below 64 KiB do not
  /// count.
  package static func maximum(during body: () throws -> Void) rethrows -> Int {
    try BufferPool.shared.maximumUse(during: body)
  }
}
