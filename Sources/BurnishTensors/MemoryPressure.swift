#if canImport(Darwin)
  import Dispatch
#endif

/// What the system reports about memory.
enum MemoryPressure {
  #if canImport(Darwin)
    private struct Observer: @unchecked Sendable {
      let source: any DispatchSourceMemoryPressure
    }

    /// Lives as long as the process.
    private static let observer: Observer = {
      let source = DispatchSource.makeMemoryPressureSource(
        eventMask: [.warning, .critical], queue: .global(qos: .utility))
      source.setEventHandler { MemoryCache.removeAll() }
      source.activate()
      return Observer(source: source)
    }()
  #endif

  /// From the first call on, the cache is emptied when memory is scarce. Does nothing where the system does not report
  /// it, as on Linux.
  static func respond() {
    #if canImport(Darwin)
      _ = observer
    #endif
  }
}
