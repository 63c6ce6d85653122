import Burnish
import BurnishCore
import BurnishNetworks
import BurnishTensors

/// The tensors of a state dict by name, from PyTorch or other programs.
struct StateDictionary {
  let file: ForeignFile
  let tensors: [String: Tensor]
  /// The names of functions in other calls of the file, which were not made.
  let calls: [String]
  /// Remarks about the file for the user.
  let remarks: [String]

  /// Reads a file of `torch.save`, in either form.
  ///
  /// - Parameters:
  ///   - isArchive: whether it is the newer form.
  ///   - anchor: the name of a tensor by which ``StateDictionarySearch`` finds the state dict among others.
  init(
    _ bytes: [UInt8], file: ForeignFile, isArchive: Bool, anchor: String
  ) throws(Failure) {
    self.file = file
    let reader = ByteReader(bytes, of: file)
    let (pickle, storages, remarks) =
      isArchive
      ? try Self.readArchive(reader) : try Self.readPickles(reader)
    self.remarks = remarks
    let search = StateDictionarySearch(pickle, anchor: anchor)
    calls = search.calls
    let views = try search.tensors(file)
    // Tensors may share storages; twice the file size leaves enough room for that. Inflated storages hold more.
    let limit = 2 * max(bytes.count, storages.values.reduce(0) { $0 + $1.remaining })
    var samples = 0
    var decoded: [String: (storage: PickledStorage, samples: Tensor)] = [:]
    var tensors: [String: Tensor] = [:]
    for (name, view) in views {
      samples += view.shape.reduce(1, *)
      guard samples <= limit else {
        throw file.damaged("its tensors have more samples than the file can hold")
      }
      let key = view.storage.key
      if decoded[key] == nil, let storage = storages[key] {
        decoded[key] = (view.storage, try view.storage.samples(from: storage))
      }
      guard let storage = decoded[key], storage.storage == view.storage else {
        throw file.damaged("the storage of the tensor \"\(name)\" is missing or of another type")
      }
      guard tensors.updateValue(view.tensor(of: storage.samples), forKey: name) == nil else {
        throw file.damaged("there are two tensors \"\(name)\"")
      }
    }
    self.tensors = try WeightNormalization.undone(in: tensors, file)
  }

  /// Reads a safetensors file of another program.
  ///
  /// - Parameter anchor: the same as for ``init(_:file:isArchive:anchor:)``.
  init(safetensors file: ForeignFile, anchor: String) throws(Failure) {
    self.file = file
    (calls, remarks) = ([], [])
    let (stored, metadata) = try Safetensors.read(file.path)
    guard (try? ModelCard(metadata: metadata, path: file.path)) == nil else {
      throw file.unsupported(
        "a model of this program already", wanted: "weights of another program")
    }
    let names = stored.keys.sorted()
    let prefix =
      try StateDictionarySearch.preferred(
        among: StateDictionarySearch.prefixes(of: names, anchor: anchor), file, name: { $0 }) ?? ""
    var tensors: [String: Tensor] = [:]
    for name in names where name.hasPrefix(prefix) && !StateDictionarySearch.isCounter(name) {
      tensors[String(name.dropFirst(prefix.count))] = stored[name]
    }
    self.tensors = try WeightNormalization.undone(in: tensors, file)
  }

  /// Reads the form since PyTorch 1.6: an archive with a pickle and the storages.
  private static func readArchive(
    _ reader: ByteReader
  ) throws(Failure) -> (Pickle, [String: ByteReader], remarks: [String]) {
    let file = reader.file
    let archive = try ZipArchive(reader, needsChecksums: false)
    guard let name = archive.names.first(where: { $0.hasSuffix("/data.pkl") }),
      var pickled = try archive.member(name)
    else {
      throw file.unsupported(
        "a zip archive without data.pkl", wanted: "an archive as torch.save writes it")
    }
    let root = name.dropLast("data.pkl".count)
    if let order = try archive.member("\(root)byteorder") {
      var order = order
      let text = try order.text(order.remaining, "the byte order")
      guard text == "little" else { throw Self.wrongOrder(file) }
    }
    let pickle = try PickleMachine.load(from: &pickled)
    var storages: [String: ByteReader] = [:]
    for case .storage(let storage) in pickle.values where storages[storage.key] == nil {
      storages[storage.key] = try archive.member("\(root)data/\(storage.key)")
    }
    let remarks =
      archive.hasChecksums
      ? [] : ["it was saved without checksums, so that damage would not be noticed"]
    return (pickle, storages, remarks)
  }

  /// Reads the older form.
  ///
  /// It has pickles of a magic number, a version, the machine, the object and the storages' keys. The storages
  /// follow in the order of their keys, each with its count.
  private static func readPickles(
    _ reader: ByteReader
  ) throws(Failure) -> (Pickle, [String: ByteReader], remarks: [String]) {
    let file = reader.file
    var reader = reader
    let magic: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
    guard case .longInteger(magic) = try PickleMachine.load(from: &reader).root else {
      throw file.unsupported("a pickle that torch.save has not written", wanted: file.words)
    }
    guard case .integer(1001) = try PickleMachine.load(from: &reader).root else {
      throw file.unsupported("an unknown version of torch.save", wanted: "version 1001")
    }
    try checkMachine(PickleMachine.load(from: &reader), file)
    let pickle = try PickleMachine.load(from: &reader)
    var elements: [String: PickledStorage] = [:]
    for case .storage(let storage) in pickle.values { elements[storage.key] = storage }
    let keys = try PickleMachine.load(from: &reader)
    guard case .list(let places) = keys.root else {
      throw file.damaged("the list of storages is missing")
    }
    var storages: [String: ByteReader] = [:]
    for place in places {
      guard case .text(let key) = keys[place], let storage = elements[key] else {
        throw file.damaged("a storage belongs to no tensor")
      }
      let count = try reader.size(UInt64.self, "the count of the storage \(key)")
      guard count == storage.count, count <= reader.remaining else {
        throw file.damaged(
          "the storage \(key) has \(count) samples, where \(storage.count) were announced and "
            + "\(reader.remaining) bytes follow")
      }
      storages[key] = try reader.part(count * storage.element.size, "the storage \(key)")
    }
    return (pickle, storages, [])
  }

  private static func checkMachine(_ machine: Pickle, _ file: ForeignFile) throws(Failure) {
    guard case .dictionary(let entries) = machine.root else {
      throw file.damaged("the description of the machine is missing")
    }
    for entry in entries {
      if case .text("little_endian") = machine[entry.key],
        case .boolean(false) = machine[entry.value]
      {
        throw wrongOrder(file)
      }
    }
  }

  private static func wrongOrder(_ file: ForeignFile) -> Failure {
    file.unsupported("samples with the highest byte first", wanted: "the lowest byte first")
  }
}

extension PickledStorage {
  /// Decodes all samples from the storage's bytes.
  fileprivate func samples(from reader: ByteReader) throws(Failure) -> Tensor {
    var reader = reader
    let (size, overflows) = count.multipliedReportingOverflow(by: element.size)
    guard !overflows, size <= reader.remaining else {
      throw reader.file.damaged(
        "the storage \(key) has \(reader.remaining) bytes instead of those of \(count) samples")
    }
    let range = try reader.take(size, "the storage \(key)")
    return Tensor(shape: [count]) { samples in
      reader.withBytes(range) { element.decode($0, into: samples) }
    }
  }
}

extension PickledTensor {
  /// The tensor in row-major order, from the samples of its storage.
  fileprivate func tensor(of samples: Tensor) -> Tensor {
    samples.withUnsafeSamples { samples in
      Tensor(shape: shape) { result in
        var place = [Int](repeating: 0, count: shape.count)
        var source = offset
        for index in result.indices {
          result[index] = isNegated ? -samples[source] : samples[source]
          // Moves to the next sample, the last axis first.
          for axis in shape.indices.reversed() {
            place[axis] += 1
            source += strides[axis]
            if place[axis] < shape[axis] { break }
            source -= shape[axis] * strides[axis]
            place[axis] = 0
          }
        }
      }
    }
  }
}
