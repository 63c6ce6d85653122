import Synchronization

/// A cache of primitives that forgets the least recently used ones beyond a limit.
///
/// Creating a primitive generates code and takes milliseconds. Executing it costs little more than its arithmetic.
final class PrimitiveCache<Key: Hashable & Sendable>: Sendable {
  private struct Entry: Sendable {
    let primitive: Primitive
    var lastUse: Int
  }

  private struct State: Sendable {
    var entries: [Key: Entry] = [:]
    var clock = 0
  }

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) { self.limit = limit }

  func primitive(for key: Key, create: () -> Primitive) -> Primitive {
    let known = state.withLock { state -> Primitive? in
      state.clock += 1
      state.entries[key]?.lastUse = state.clock
      return state.entries[key]?.primitive
    }
    if let known { return known }
    Engine.startIfNeeded()
    let primitive = create()
    return state.withLock { state in
      if let raced = state.entries[key] { return raced.primitive }
      if state.entries.count >= limit,
        let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
      {
        state.entries[oldest.key] = nil
      }
      state.entries[key] = Entry(primitive: primitive, lastUse: state.clock)
      return primitive
    }
  }

  /// Forgets all primitives. Those in use live until their users are done.
  func removeAll() {
    // The primitives are destroyed outside of the lock.
    let entries = state.withLock { state in
      defer { state.entries = [:] }
      return state.entries
    }
    withExtendedLifetime(entries) {}
  }
}
