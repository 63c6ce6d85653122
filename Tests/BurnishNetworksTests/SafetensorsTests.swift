import BurnishCore
import BurnishNetworks
import BurnishTensors
import Foundation
import Testing

@Suite("Safetensors")
struct SafetensorsTests {
  /// A file with the given header and number of sample bytes.
  private func file(_ header: String, data: Int, length: UInt64? = nil) -> [UInt8] {
    var bytes = withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian, Array.init)
    bytes += Array(header.utf8)
    return bytes + [UInt8](repeating: 1, count: data)
  }

  private func failure(_ bytes: [UInt8]) throws -> Failure? {
    let directory = try TemporaryDirectory()
    let path = directory.file("w.safetensors")
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    do {
      _ = try Safetensors.read(path)
      return nil
    } catch {
      #expect(error.subject == path)
      #expect(error.kind == .badData)
      return error
    }
  }

  @Test("Every type that Python writes is read")
  func pythonTypes() throws {
    let (tensors, metadata) = try Safetensors.read(Golden.path("types"))
    let golden = try Golden("types")
    let wanted = golden.group("wanted")
    #expect(wanted.count == 15)
    for (name, tensor) in wanted {
      let found = try #require(tensors[name])
      #expect(found.shape == tensor.shape, "\(name)")
      #expect(found.bits == tensor.bits, "\(name)")
    }
    #expect(
      metadata == ["task": "depth", "quoted \"key\"\n": "Grüße, 深度 \u{1f4f7} \\ \t end"])
    let shapes = try Safetensors.readHeader(Golden.path("types")).shapes
    #expect(shapes["empty"] == [0, 3] && shapes["scalar"] == [] && shapes["F32"] == [2, 3])
  }

  @Test("Reading gives the bits that were written, and equal contents give equal bytes")
  func roundTrip() throws {
    let directory = try TemporaryDirectory()
    let special = Tensor(
      shape: [2, 4],
      values: [
        .infinity, -.infinity, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1, .pi, 0,
      ])
    let tensors = [
      "a.weight": samples([3, 2, 1], seed: 1), "β \"\\\u{1}\n": special, "scalar": Tensor(7),
      "empty": Tensor(zeros: [0, 2]),
    ]
    let metadata = ["k": "v \"quoted\" \\ \u{1f600}", "": "\u{1f}\t"]
    let paths = ["one", "two"].map(directory.file)
    for path in paths { try Safetensors.write(tensors, metadata: metadata, to: path) }
    let (read, readMetadata) = try Safetensors.read(paths[0])
    #expect(readMetadata == metadata)
    #expect(read.mapValues(\.bits) == tensors.mapValues(\.bits))
    #expect(read.mapValues(\.shape) == tensors.mapValues(\.shape))
    let bytes = try paths.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
    #expect(bytes[0] == bytes[1])
    #expect(bytes[0].prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) } % 8 == 0)
    #expect(directory.contents == ["one", "two"], "a temporary file was left")
  }

  @Test(
    "A file of Python's package, read and rewritten, has the same tensors in the same places")
  func pythonBytes() throws {
    let directory = try TemporaryDirectory()
    let path = try Golden.path("stack")
    let (tensors, metadata) = try Safetensors.read(path)
    #expect(tensors.count > 30)
    try Safetensors.write(tensors, metadata: metadata, to: directory.file("again"))
    /// The tensors' entries in the header, without the metadata, and everything after the header.
    func parts(_ path: String) throws -> (entries: String, samples: Data) {
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      let end = 8 + data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
      let header = String(decoding: data[8..<end], as: UTF8.self)
      let first = try #require(tensors.keys.min())
      let start = try #require(header.range(of: "\"\(first)\":{")).lowerBound
      return (header[start...].trimmingCharacters(in: .whitespaces), data[end...])
    }
    let (python, again) = (try parts(path), try parts(directory.file("again")))
    #expect(again.entries == python.entries && again.samples == python.samples)
  }

  @Test("A file without tensors")
  func empty() throws {
    let directory = try TemporaryDirectory()
    try Safetensors.write([:], to: directory.file("none"))
    let (tensors, metadata) = try Safetensors.read(directory.file("none"))
    #expect(tensors.isEmpty && metadata.isEmpty)
  }

  @Test("Rounding to 16 bits agrees with NumPy, and rounded values are read exactly")
  func halves() throws {
    let directory = try TemporaryDirectory()
    let golden = try Golden("halves")
    let (values, rounded) = (golden["values"].values, golden["rounded"].values)
    let finite = values.indices.filter { !values[$0].isFinite || rounded[$0].isFinite }
    #expect(finite.count > 3000)
    let kept = Tensor(shape: [finite.count], values: finite.map { values[$0] })
    try Safetensors.write(["x": kept], to: directory.file("x"), precision: .float16)
    let read = try Safetensors.read(directory.file("x")).tensors["x"]!
    #expect(read.bits == finite.map { rounded[$0].bitPattern })
    for index in values.indices where values[index].isFinite && !rounded[index].isFinite {
      #expect(throws: Failure.self) {
        try Safetensors.write(
          ["x": Tensor(values[index])], to: directory.file("y"), precision: .float16)
      }
    }
    #expect(directory.contents == ["x"])
  }

  @Test("All 65536 numbers in half precision are read by definition and written back")
  func allHalves() throws {
    let directory = try TemporaryDirectory()
    let header = #"{"x":{"dtype":"F16","shape":[65536],"data_offsets":[0,131072]}}"#
    var bytes = file(header, data: 0)
    for bits in 0..<65536 { bytes += [UInt8(bits & 255), UInt8(bits >> 8)] }
    let path = directory.file("all")
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let all = try Safetensors.read(path).tensors["x"]!.values
    var wrong = 0
    for bits in 0..<65536 {
      let (exponent, fraction) = (bits >> 10 & 31, Double(bits & 1023))
      let magnitude =
        exponent == 31
        ? (fraction == 0 ? Double.infinity : .nan)
        : exponent == 0
          ? fraction * 0x1p-24
          : Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
      let wanted = Float(bits < 32768 ? magnitude : -magnitude)
      let found = all[bits]
      if wanted.isNaN ? !found.isNaN : found.bitPattern != wanted.bitPattern { wrong += 1 }
    }
    #expect(wrong == 0)
    try Safetensors.write(
      ["x": Tensor(shape: [65536], values: all)], to: directory.file("again"), precision: .float16)
    let again = try Safetensors.read(directory.file("again")).tensors["x"]!.values
    #expect(zip(all, again).allSatisfy { $0.isNaN ? $1.isNaN : $0.bitPattern == $1.bitPattern })
  }

  @Test(
    "Errors name the damage",
    arguments: [
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#, 8, "not valid JSON"),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 7, "7 bytes of samples follow"),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 9, "9 bytes of samples follow"),
      (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, 8, "takes 8 bytes"),
      (#"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#, 8, "not valid JSON"),
      (#"{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}"#, 8, "not whole"),
      (#"{"a":{"dtype":"F4","shape":[2],"data_offsets":[0,8]}}"#, 8, "unsupported dtype \"F4\""),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, 8, "before its start"),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, "behind a gap"),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}"#, 8, "no pair of data_offsets"),
      (#"{"a":{"dtype":"F32","data_offsets":[0,8]}}"#, 8, "no shape"),
      (#"{"a":{"shape":[2],"data_offsets":[0,8]}}"#, 8, "no dtype"),
      (#"{"a":7}"#, 0, "not a JSON object"), ("[]", 0, "not a JSON object"), ("", 0, "ends"),
      (#"{"__metadata__":{"a":1}}"#, 0, "not a string"),
      (#"{"__metadata__":[]}"#, 0, "metadata are not"),
      (
        #"{"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,0]}}"#,
        0,
        "too large"
      ),
      (
        #"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,0]}}"#, 0,
        "too large"
      ),
      (
        #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"#
          + #""b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}"#, 6, "overlaps"
      ),
      (
        #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"#
          + #""a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#, 1, "repeated"
      ),
      (String(repeating: "[", count: 5000), 0, "nested too deeply"),
      (#"{"\ud800":{}}"#, 0, "surrogate"),
    ])
  func damage(header: String, data: Int, message: String) throws {
    let failure = try #require(try failure(file(header, data: data)), "\(header) was accepted")
    #expect(failure.found.contains(message), "\(failure)")
  }

  @Test("Header lengths that do not fit the file")
  func headerLength() throws {
    for bytes in [
      [], [1, 2, 3], file("{}", data: 0, length: 3), file("{}", data: 0, length: .max),
    ] {
      #expect(try failure(bytes) != nil)
    }
  }

  @Test("Each of 200 damaged files is either read or refused")
  func fuzz() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("w.safetensors")
    try Safetensors.write(
      ["a.weight": samples([3, 2], seed: 1), "b": samples([5], seed: 2)],
      metadata: ["task": "depth"], to: path)
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let headerEnd = whole.count - 44
    var random = RandomNumbers(seed: 200)
    var refused = 0
    for _ in 0..<200 {
      var bytes = whole
      switch random.integer(below: 4) {
      case 0: bytes.removeLast(1 + random.integer(below: bytes.count))
      case 1: bytes.insert(UInt8(random.integer(below: 256)), at: random.integer(below: headerEnd))
      case 2: bytes.removeSubrange(random.integer(below: headerEnd)..<headerEnd)
      default:
        for _ in 0...random.integer(below: 4) {
          bytes[random.integer(below: headerEnd)] = UInt8(random.integer(below: 256))
        }
      }
      if try failure(bytes) != nil { refused += 1 }
    }
    // Some damage only renames a tensor, or changes the metadata.
    #expect(refused > 150)
  }

  @Test("Files that cannot be opened or created")
  func files() throws {
    let directory = try TemporaryDirectory()
    func kind(_ body: () throws -> Void) -> Failure.Kind? {
      do { try body() } catch { return (error as? Failure)?.kind }
      return nil
    }
    #expect(kind { _ = try Safetensors.read(directory.file("missing")) } == .noInput)
    #expect(kind { _ = try Safetensors.read(directory.path) } == .noInput)
    #expect(kind { _ = try Safetensors.read("/dev/zero") } == .noInput)
    #expect(kind { try Safetensors.write([:], to: directory.file("no/such")) } == .cannotCreate)
    #expect(kind { try Safetensors.write([:], to: directory.path) } == .cannotCreate)
    #expect(directory.contents.isEmpty)
  }
}
