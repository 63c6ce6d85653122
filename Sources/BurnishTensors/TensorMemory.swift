/// The memory that tensors' samples take.
package enum TensorMemory {
  /// The most bytes of samples that were alive at the same time during `body` beyond those before it, without tensors of
  /// less than 64 KiB.
  package static func greatest(during body: () throws -> Void) rethrows -> Int {
    try BufferPool.shared.greatestUse(during: body)
  }
}
