import COneDNN

/// Instruction sets of x86 processors. Each one includes the ones before it.
public enum InstructionSet: String, Sendable, CaseIterable, Comparable {
  case sse41, avx2, avx512
  /// Everything that the processor has.
  case all

  public static func < (a: InstructionSet, b: InstructionSet) -> Bool {
    a.handle.rawValue < b.handle.rawValue
  }

  var handle: burnish_instructions {
    switch self {
    case .sse41: BURNISH_SSE41
    case .avx2: BURNISH_AVX2
    case .avx512: BURNISH_AVX512
    case .all: BURNISH_ALL_INSTRUCTIONS
    }
  }

  init(_ handle: burnish_instructions) {
    self = Self.allCases.first { $0.handle == handle } ?? .all
  }
}
