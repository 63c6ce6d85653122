import COneDNN

/// The memory that the process keeps for later computations.
///
/// Fresh memory costs as much as a pass over it, so buffers of freed tensors are kept for the next ones. Restoring a
/// photograph of 12 megapixels leaves several hundred megabytes. A program that restores one image now and then can
/// return them with ``removeAll()``:
///
/// ```swift
/// let result = try await denoiser.denoised(photograph)
/// MemoryCache.removeAll()
/// ```
///
/// All threads share the cache, and all functions are safe while other threads compute. They free only what nobody
/// uses. The results of computations never depend on the cache.
///
/// On Apple's systems, the cache empties itself when the system reports that memory is scarce. On Linux, nothing runs
/// in the background: a process sees no such reports without a thread that waits for them. Set a ``limit``, or call
/// ``removeAll()`` when your program is idle.
public enum MemoryCache {
  static let standardLimit = 1 << 30

  /// The largest number of bytes to keep, 1 GiB by default. A lower limit frees memory at once; with 0, nothing is kept.
  /// A negative limit is 0.
  ///
  /// Memory in use does not count. Freed buffers below 64 KiB stay with the C library, which keeps what it likes.
  public static var limit: Int {
    get { BufferPool.shared.limit }
    set {
      let limit = max(0, newValue)
      let isLower = limit < BufferPool.shared.limit
      ScratchMemory.shared.limit = limit
      BufferPool.shared.limit = limit
      if isLower { burnish_return_pages() }
    }
  }

  /// The number of bytes that are kept for later computations and that nobody uses now.
  ///
  /// The code of primitives does not count; it takes a few megabytes at most.
  public static var size: Int { BufferPool.shared.state.kept + ScratchMemory.shared.spareBytes }

  /// Frees everything that nobody uses: buffers, scratch memory, and primitives. Returns free pages to the system
  /// where the C library can do so, which is glibc.
  ///
  /// The next computation of a kind takes a few milliseconds longer, because its primitives are made again. Models and
  /// images stay as they are. A ``Tensor`` returns its memory when its last copy is gone.
  public static func removeAll() {
    ConvolutionKey.removePrimitives()
    NormalizationKey.removePrimitives()
    if Engine.isStarted { burnish_forget_primitives() }
    ScratchMemory.shared.removeAll()
    BufferPool.shared.removeAll()
    burnish_return_pages()
  }
}
