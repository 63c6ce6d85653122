import CConvolution

/// Information that the processor reports.
public enum Processor {
  /// The processor's name, or empty if it reports none.
  public static var name: String {
    var name = [CChar](repeating: 0, count: Int(BURNISH_PROCESSOR_NAME))
    burnish_processor_name(&name)
    let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self).split(separator: " ").joined(separator: " ")
  }

  /// The instruction sets of the processor and the operating system, oldest first: `avx2`, `avx512f`, `amx_bf16`,
  /// and so on. Empty on processors other than x86.
  public static var features: [String] {
    var names: [String] = []
    while let name = burnish_processor_feature(Int32(names.count)) {
      names.append(String(cString: name))
    }
    return names
  }
}
