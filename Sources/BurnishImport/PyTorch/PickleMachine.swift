import BurnishCore

/// Runs the instructions of a pickle, as far as PyTorch's state dicts need them.
///
/// A pickle is a program for a stack machine, and Python lets it call any function. This machine calls no functions.
/// ``PickledCall`` recognizes some calls by name and turns them into values. Any other call becomes an opaque value.
/// Memory stays proportional to the pickle's length.
///
/// Source: Python's module `pickletools`, which documents each instruction.
struct PickleMachine {
  private var reader: ByteReader
  private var values: [PickleValue] = []
  /// Indices of the values on the stack.
  private var stack: [Int] = []
  /// The height of the stack at each mark.
  private var marks: [Int] = []
  private var memo: [Int: Int] = [:]
  /// The number of entries that dictionaries may still copy from lists, because many dictionaries may use one list.
  private var entriesLeft: Int

  private init(_ reader: ByteReader) {
    self.reader = reader
    // An entry takes more than a byte.
    entriesLeft = reader.remaining
  }

  /// Builds the next pickle and moves the reader past it.
  ///
  /// - Throws: ``Failure`` of the kind `badData` if it is damaged or asks for anything but tensors and plain values.
  static func load(from reader: inout ByteReader) throws(Failure) -> Pickle {
    var machine = PickleMachine(reader)
    while try machine.step() {}
    reader = machine.reader
    let root = try machine.pop()
    return Pickle(values: machine.values, root: machine.values[root])
  }

  private var file: ForeignFile { reader.file }

  private mutating func push(_ value: PickleValue) {
    values.append(value)
    stack.append(values.count - 1)
  }

  private mutating func pop() throws(Failure) -> Int {
    // Values below a mark belong to later instructions.
    guard stack.count > marks.last ?? 0, let place = stack.popLast() else {
      throw file.damaged("the pickle takes a value that is not there")
    }
    return place
  }

  private func top() throws(Failure) -> Int {
    guard stack.count > marks.last ?? 0, let place = stack.last else {
      throw file.damaged("the pickle changes a value that is not there")
    }
    return place
  }

  private mutating func popToMark() throws(Failure) -> [Int] {
    guard let mark = marks.popLast() else {
      throw file.damaged("the pickle goes back to a mark that is not there")
    }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[mark...])
  }

  private mutating func pop(_ count: Int) throws(Failure) -> [Int] {
    var places: [Int] = []
    for _ in 0..<count { places.append(try pop()) }
    return places.reversed()
  }

  /// Runs one instruction. Returns whether another one follows.
  private mutating func step() throws(Failure) -> Bool {
    let code = try reader.byte("a pickle's instruction")
    switch code {
    case UInt8(ascii: "."): return false
    case 0x80:
      let version = try reader.byte("the pickle's protocol")
      guard version <= 5 else { throw file.damaged("the pickle is of protocol \(version)") }
    case 0x95: _ = try reader.take(8, "the length of a pickle's frame")
    case UInt8(ascii: "("): marks.append(stack.count)
    case UInt8(ascii: "0"): _ = try pop()
    case UInt8(ascii: "1"): _ = try popToMark()
    case UInt8(ascii: "N"): push(.none)
    case 0x88: push(.boolean(true))
    case 0x89: push(.boolean(false))
    case UInt8(ascii: "2"): stack.append(try top())
    case UInt8(ascii: "K"), UInt8(ascii: "M"), UInt8(ascii: "J"), 0x8A, 0x8B, UInt8(ascii: "G"):
      push(try number(code))
    case UInt8(ascii: "C"), UInt8(ascii: "B"), 0x8E, 0x96: try pushBytes(code)
    case UInt8(ascii: "X"), 0x8C, 0x8D, UInt8(ascii: "U"), UInt8(ascii: "T"):
      push(.text(try text(code)))
    case UInt8(ascii: "c"):
      let module = try reader.line("a module's name")
      push(.global("\(module).\(try reader.line("a function's name"))"))
    case 0x93: try pushGlobal()
    case UInt8(ascii: ")"): push(.tuple([]))
    case UInt8(ascii: "t"): push(.tuple(try popToMark()))
    case 0x85, 0x86, 0x87: push(.tuple(try pop(Int(code - 0x84))))
    case UInt8(ascii: "]"): push(.list([]))
    case UInt8(ascii: "l"): push(.list(try popToMark()))
    case 0x8F: push(.opaque("builtins.set"))
    case 0x90: try append(try popToMark())
    case 0x91:
      _ = try popToMark()
      push(.opaque("builtins.frozenset"))
    case UInt8(ascii: "a"): try append(try pop(1))
    case UInt8(ascii: "e"): try append(try popToMark())
    case UInt8(ascii: "}"): push(.dictionary([]))
    case UInt8(ascii: "d"):
      let places = try popToMark()
      push(.dictionary([]))
      try setItems(places)
    case UInt8(ascii: "s"): try setItems(try pop(2))
    case UInt8(ascii: "u"): try setItems(try popToMark())
    case UInt8(ascii: "q"), UInt8(ascii: "r"), 0x94, UInt8(ascii: "h"), UInt8(ascii: "j"):
      try useMemo(code)
    case UInt8(ascii: "Q"):
      push(try PickledCall.storage(arguments: tuple(try pop()), values: values, file: file))
    case UInt8(ascii: "R"), 0x81: try call(arguments: tuple(try pop()))
    case 0x92:
      // Tensors have no named arguments.
      _ = try pop()
      try call(arguments: tuple(try pop()))
    case UInt8(ascii: "b"): try build()
    default:
      throw file.unsupported(
        "the pickle holds the instruction 0x\(String(code, radix: 16))",
        wanted: "those of a state dict: tensors, numbers and texts by name")
    }
    return true
  }

  private mutating func number(_ code: UInt8) throws(Failure) -> PickleValue {
    let what = "a pickle's number"
    switch code {
    case UInt8(ascii: "K"): return .integer(Int(try reader.byte(what)))
    case UInt8(ascii: "M"): return .integer(Int(try reader.littleEndian(UInt16.self, what)))
    case UInt8(ascii: "J"):
      return .integer(Int(Int32(bitPattern: try reader.littleEndian(UInt32.self, what))))
    case 0x8A, 0x8B:
      let count = code == 0x8A ? Int(try reader.byte(what)) : try reader.size(UInt32.self, what)
      let digits = reader.bytes[try reader.take(count, what)]
      guard digits.count <= 8 else { return .longInteger(Array(digits)) }
      // The number is in two's complement, with the sign in the highest byte.
      let negative = digits.last.map { $0 >= 0x80 } ?? false
      return .integer(digits.reversed().reduce(negative ? -1 : 0) { $0 << 8 | Int($1) })
    default:
      let bits = try reader.littleEndian(UInt64.self, what).byteSwapped
      return .real(Double(bitPattern: bits))
    }
  }

  private mutating func text(_ code: UInt8) throws(Failure) -> String {
    let what = "a pickle's text"
    let count: Int
    switch code {
    case UInt8(ascii: "U"), 0x8C: count = Int(try reader.byte(what))
    case 0x8D: count = try reader.size(UInt64.self, what)
    default: count = try reader.size(UInt32.self, what)
    }
    return try reader.text(count, what)
  }

  /// Skips bytes: they are not part of a tensor, since PyTorch stores samples elsewhere.
  private mutating func pushBytes(_ code: UInt8) throws(Failure) {
    let what = "a pickle's bytes"
    let count: Int
    switch code {
    case UInt8(ascii: "C"): count = Int(try reader.byte(what))
    case UInt8(ascii: "B"): count = try reader.size(UInt32.self, what)
    default: count = try reader.size(UInt64.self, what)
    }
    _ = try reader.take(count, what)
    push(.opaque("builtins.bytes"))
  }

  /// Pops the function and pushes the value that ``PickledCall`` makes for it.
  private mutating func call(arguments: [Int]?) throws(Failure) {
    let function = values[try pop()]
    let result = try PickledCall.result(
      of: function, arguments: arguments, values: values, file: file)
    if case .dictionary(let entries) = result {
      entriesLeft -= entries.count
      guard entriesLeft >= 0 else {
        throw file.damaged("the pickle makes more dictionaries of its lists than it has entries")
      }
    }
    push(result)
  }

  private mutating func pushGlobal() throws(Failure) {
    let names = try pop(2).map { values[$0] }
    guard case .text(let module) = names[0], case .text(let name) = names[1] else {
      throw file.damaged("the pickle names a function by something that is not text")
    }
    push(.global("\(module).\(name)"))
  }

  /// The elements of a tuple of arguments, or `nil` if the value is not a tuple.
  private func tuple(_ place: Int) -> [Int]? {
    if case .tuple(let places) = values[place] { places } else { nil }
  }

  private mutating func append(_ places: [Int]) throws(Failure) {
    let target = try top()
    if case .opaque = values[target] { return }
    guard case .list(var elements) = values[target] else {
      throw file.damaged("the pickle appends to what is no list")
    }
    // The list must not be held twice, or each append would copy it.
    values[target] = .none
    elements += places
    values[target] = .list(elements)
  }

  private mutating func setItems(_ places: [Int]) throws(Failure) {
    let target = try top()
    if case .opaque = values[target] { return }
    guard places.count % 2 == 0, case .dictionary(var entries) = values[target] else {
      throw file.damaged("the pickle adds entries to what is no dictionary")
    }
    values[target] = .none
    for index in stride(from: 0, to: places.count, by: 2) {
      entries.append((key: places[index], value: places[index + 1]))
    }
    values[target] = .dictionary(entries)
  }

  private mutating func useMemo(_ code: UInt8) throws(Failure) {
    let what = "a place in the pickle's memo"
    let key: Int
    switch code {
    case UInt8(ascii: "q"), UInt8(ascii: "h"): key = Int(try reader.byte(what))
    case 0x94: key = memo.count
    default: key = try reader.size(UInt32.self, what)
    }
    guard code == UInt8(ascii: "h") || code == UInt8(ascii: "j") else {
      memo[key] = try top()
      return
    }
    guard let place = memo[key] else {
      throw file.damaged("the pickle asks for the memo's place \(key), which is empty")
    }
    stack.append(place)
  }

  /// Pops the attributes that Python would give to an object.
  ///
  /// The attributes of dictionaries (PyTorch's version numbers) and of tensors do not affect samples. Others are
  /// ignored.
  private mutating func build() throws(Failure) {
    _ = try pop()
    switch values[try top()] {
    case .dictionary, .tensor, .opaque: break
    default: throw file.damaged("the pickle gives attributes to what has none")
    }
  }
}
