import BurnishCore
import COneDNN

/// A oneDNN computation with its preferred layouts.
final class Primitive: @unchecked Sendable {
  private let handle: OpaquePointer
  private let threads: Int
  private let scratchBytes: Int
  private let layouts: [burnish_argument.RawValue: BlockedLayout]

  /// Takes ownership of `handle`; `arguments` are the arguments whose layouts callers can ask for.
  init(_ handle: OpaquePointer, arguments: [burnish_argument], threads: Int) {
    self.handle = handle
    self.threads = threads
    scratchBytes = burnish_primitive_bytes(handle, BURNISH_SCRATCH)
    var layouts: [burnish_argument.RawValue: BlockedLayout] = [:]
    for argument in arguments {
      guard let layout = burnish_primitive_layout(handle, argument) else { continue }
      layouts[argument.rawValue] = BlockedLayout(layout)
    }
    self.layouts = layouts
  }

  deinit { burnish_primitive_destroy(handle) }

  /// The implementation that oneDNN chose.
  var implementationName: String { String(cString: burnish_primitive_name(handle)) }

  func layout(_ argument: burnish_argument) -> BlockedLayout {
    guard let layout = layouts[argument.rawValue] else {
      fatalError("the primitive has no argument \(argument)")
    }
    return layout
  }

  func byteCount(_ argument: burnish_argument) -> Int { burnish_primitive_bytes(handle, argument) }

  /// Runs the computation on tensors in its preferred layouts.
  func execute(_ tensors: [(burnish_argument, Tensor)]) {
    guard scratchBytes > 0 else { return execute(tensors, scratch: nil) }
    ScratchMemory.shared.withBuffer(bytes: scratchBytes) { execute(tensors, scratch: $0) }
  }

  private func execute(
    _ tensors: [(burnish_argument, Tensor)], scratch: UnsafeMutableRawPointer?
  ) {
    var arguments = tensors.map(\.0)
    var pointers = tensors.map { UnsafeMutableRawPointer?($0.1.storage.pointer) }
    if let scratch {
      arguments.append(BURNISH_SCRATCH)
      pointers.append(scratch)
    }
    let done = withExtendedLifetime(tensors) {
      burnish_primitive_execute(
        handle, Int32(arguments.count), arguments, pointers, Int32(threads))
    }
    require(done, "oneDNN failed to execute \(implementationName)")
  }
}
