import BurnishNetworks

/// A value that a pickle builds. Values within it are places among the pickle's values, so that no
/// nesting, however deep or circular, takes the program along.
enum PickleValue {
  case none
  case boolean(Bool)
  case integer(Int)
  /// A whole number of more than 8 bytes, lowest byte first.
  case longInteger([UInt8])
  case real(Double)
  case text(String)
  /// Something of a module's, by its name alone; it is never looked up.
  case global(String)
  case tuple([Int])
  case list([Int])
  case dictionary([(key: Int, value: Int)])
  /// What Python would have got by calling a function of this name, or plain bytes: it is no tensor, and nothing is
  /// called or looked up for it.
  case opaque(String)
  case storage(PickledStorage)
  case tensor(PickledTensor)
}

/// A stretch of samples that lies elsewhere in the file.
struct PickledStorage: Hashable {
  /// By which the file names it.
  let key: String
  let element: StoredElement
  /// The number of samples.
  let count: Int
}

/// A view of a storage as a tensor.
struct PickledTensor {
  let storage: PickledStorage
  /// The first sample's place in the storage.
  let offset: Int
  let shape: [Int]
  /// The distance of neighbors along each axis, in samples.
  let strides: [Int]
  /// Whether the samples stand for their negatives (PyTorch's negative bit).
  var isNegated = false
}

/// Everything that a pickle builds.
struct Pickle {
  let values: [PickleValue]
  let root: PickleValue

  subscript(place: Int) -> PickleValue { values[place] }
}
