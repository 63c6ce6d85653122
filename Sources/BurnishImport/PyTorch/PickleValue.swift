import BurnishNetworks

/// A value that a pickle builds.
///
/// Nested values are indices into the pickle's values, so deep or circular nesting does no harm.
enum PickleValue {
  case none
  case boolean(Bool)
  case integer(Int)
  /// A whole number of more than 8 bytes, lowest byte first.
  case longInteger([UInt8])
  case real(Double)
  case text(String)
  /// A name in a module. It is never looked up.
  case global(String)
  case tuple([Int])
  case list([Int])
  case dictionary([(key: Int, value: Int)])
  /// The result of calling a function with this name in Python, or plain bytes. It is not a tensor, and nothing is
  /// called or looked up for it.
  case opaque(String)
  case storage(PickledStorage)
  case tensor(PickledTensor)
}

/// A range of samples stored elsewhere in the file.
struct PickledStorage: Hashable {
  /// The name of the storage in the file.
  let key: String
  let element: StoredElement
  /// The number of samples.
  let count: Int
}

/// A view of a storage as a tensor.
struct PickledTensor {
  let storage: PickledStorage
  /// The index of the first sample in the storage.
  let offset: Int
  let shape: [Int]
  /// The distance between neighbors along each axis, in samples.
  let strides: [Int]
  /// Whether the samples are stored negated (PyTorch's negative bit).
  var isNegated = false
}

/// Everything that a pickle builds.
struct Pickle {
  let values: [PickleValue]
  let root: PickleValue

  subscript(place: Int) -> PickleValue { values[place] }
}
