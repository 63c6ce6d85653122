import BurnishCore
import BurnishNetworks

/// The calls in pickles of state dicts, as values instead of calls.
enum PickledCall {
  /// The result of calling `function` in Python: a value for the few calls that make tensors and dictionaries, and
  /// an opaque value for all others.
  ///
  /// - Throws: ``Failure`` if a call that makes a tensor is damaged.
  static func result(
    of function: PickleValue, arguments: [Int]?, values: [PickleValue], file: ForeignFile
  ) throws(Failure) -> PickleValue {
    let name: String
    switch function {
    case .global(let function): name = function
    // A pickle may also call the result of a call.
    case .opaque(let function): return .opaque(function)
    default: throw file.damaged("the pickle calls what is no function")
    }
    guard let arguments else { throw file.damaged("the pickle calls what is no function") }
    switch name {
    case "collections.OrderedDict":
      guard arguments.isEmpty else { return try dictionary(arguments, values, file) }
      return .dictionary([])
    case "collections.defaultdict": return .dictionary([])
    case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2":
      return .tensor(try tensor(arguments, values, file))
    case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state":
      guard let first = arguments.first, case .tensor(let tensor) = values[first] else {
        throw file.damaged("the pickle makes a parameter of what is no tensor")
      }
      return .tensor(tensor)
    default: return .opaque(name)
    }
  }

  /// `OrderedDict([(key, value), …])`, as in old pickles.
  private static func dictionary(
    _ arguments: [Int], _ values: [PickleValue], _ file: ForeignFile
  ) throws(Failure) -> PickleValue {
    guard arguments.count == 1, case .list(let pairs) = values[arguments[0]] else {
      throw file.damaged("the pickle makes a dictionary of what is no list")
    }
    var entries: [(key: Int, value: Int)] = []
    for pair in pairs {
      switch values[pair] {
      case .tuple(let pair) where pair.count == 2, .list(let pair) where pair.count == 2:
        entries.append((key: pair[0], value: pair[1]))
      default: throw file.damaged("the pickle makes a dictionary of what are no pairs")
      }
    }
    return .dictionary(entries)
  }

  private static func tensor(
    _ arguments: [Int], _ values: [PickleValue], _ file: ForeignFile
  ) throws(Failure) -> PickledTensor {
    guard arguments.count >= 4, case .storage(let storage) = values[arguments[0]],
      case .integer(let offset) = values[arguments[1]],
      let shape = integers(values[arguments[2]], values),
      let strides = integers(values[arguments[3]], values), shape.count == strides.count,
      shape.count <= 16
    else { throw file.damaged("the pickle makes a tensor of what is no storage with a shape") }
    let count = try file.count(of: shape, limit: storage.count, "a tensor")
    // Without overflow and negative strides, the last sample is the farthest away.
    var last = offset
    for (extent, stride) in zip(shape, strides) where count > 0 {
      let (distance, overflows) = (extent - 1).multipliedReportingOverflow(by: stride)
      let (sum, carries) = last.addingReportingOverflow(distance)
      guard stride >= 0, !overflows, !carries else {
        throw file.damaged("a tensor has the strides \(strides)")
      }
      last = sum
    }
    guard offset >= 0, count == 0 || last < storage.count else {
      throw file.damaged(
        "a tensor of shape \(shape) reaches beyond its storage of \(storage.count) samples")
    }
    // The stride of an axis with one sample does not matter.
    let steps = zip(shape, strides).map { extent, stride in extent > 1 ? stride : 0 }
    return PickledTensor(
      storage: storage, offset: offset, shape: shape, strides: steps,
      isNegated: try isNegated(arguments, values, file))
  }

  /// Whether the seventh argument sets the negative bit. It is a dictionary of bits that PyTorch sets on views
  /// instead of computing them.
  private static func isNegated(
    _ arguments: [Int], _ values: [PickleValue], _ file: ForeignFile
  ) throws(Failure) -> Bool {
    guard arguments.count > 6 else { return false }
    switch values[arguments[6]] {
    case .none: return false
    case .dictionary(let entries) where entries.count <= 16:
      var isNegated = false
      for entry in entries {
        guard case .text(let bit) = values[entry.key],
          case .boolean(let isSet) = values[entry.value]
        else { continue }
        guard bit == "neg" || !isSet else {
          throw file.unsupported(
            "a tensor with PyTorch's bit \"\(bit)\"",
            wanted: "tensors as tensor.contiguous() gives them")
        }
        if bit == "neg" { isNegated = isSet }
      }
      return isNegated
    default:
      throw file.unsupported(
        "a tensor with metadata that are no dictionary", wanted: "plain tensors")
    }
  }

  private static func integers(_ value: PickleValue, _ values: [PickleValue]) -> [Int]? {
    // Limits the axes, so that repeated tuples with too many axes are not read.
    guard case .tuple(let places) = value, places.count <= 16 else { return nil }
    var integers: [Int] = []
    for place in places {
      guard case .integer(let integer) = values[place] else { return nil }
      integers.append(integer)
    }
    return integers
  }

  /// A storage that the pickle names: `('storage', torch.FloatStorage, key, device, count)`. In older files, a view
  /// of another storage is the sixth element.
  static func storage(
    arguments: [Int]?, values: [PickleValue], file: ForeignFile
  ) throws(Failure) -> PickleValue {
    guard let arguments, (5...6).contains(arguments.count),
      case .text("storage") = values[arguments[0]],
      case .global(let type) = values[arguments[1]], case .text(let key) = values[arguments[2]],
      case .integer(let count) = values[arguments[4]], count >= 0
    else { throw file.damaged("the pickle names a storage in an unknown way") }
    if arguments.count == 6 {
      guard case .none = values[arguments[5]] else {
        throw file.unsupported(
          "the storage \(key) is a view of another one", wanted: "storages of their own")
      }
    }
    guard let element = elements[type] else {
      throw file.unsupported(
        "the pickle asks for a storage \"\(type)\"",
        wanted: "numbers: torch.FloatStorage and the like")
    }
    return .storage(PickledStorage(key: key, element: element, count: count))
  }

  private static let elements: [String: StoredElement] = [
    "torch.DoubleStorage": .float64, "torch.FloatStorage": .float32,
    "torch.HalfStorage": .float16, "torch.BFloat16Storage": .bfloat16,
    "torch.LongStorage": .int64, "torch.IntStorage": .int32, "torch.ShortStorage": .int16,
    "torch.CharStorage": .int8, "torch.ByteStorage": .uint8, "torch.BoolStorage": .bool,
  ]
}
