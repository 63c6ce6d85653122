import BurnishCore

/// Finds a network's state dict in a checkpoint.
///
/// Programs store it alone, or in dictionaries (`state_dict`, `model_state_dict`, `params`) with losses, optimizers
/// and arguments. Its names may have the prefix of a wrapper: `module.`, `_orig_mod.`, `model.`, `netG.`. One of its
/// tensors identifies it, regardless of its surroundings. Averaged weights (`params_ema`) are preferred to the last
/// ones.
struct StateDictionarySearch {
  /// The names of functions that the pickle calls for values other than tensors, without duplicates.
  let calls: [String]
  private let pickle: Pickle
  private let anchor: String

  /// - Parameter anchor: the name of a tensor of the network.
  init(_ pickle: Pickle, anchor: String) {
    (self.pickle, self.anchor) = (pickle, anchor)
    var calls: [String] = []
    for case .opaque(let name) in pickle.values
    where calls.count < 100 && !name.hasPrefix("builtins.") && !calls.contains(name) {
      calls.append(name)
    }
    self.calls = calls
  }

  /// The location of a state dict.
  private struct Place {
    /// The keys of the dictionaries around it, each followed by a dot.
    let path: String
    /// The prefix of its names.
    let prefix: String
    let tensors: [(name: String, tensor: PickledTensor)]
  }

  /// The tensors of the state dict by name, in file order, without the prefix of their names.
  ///
  /// - Throws: ``Failure`` if there are no named tensors, or if two state dicts are equally preferred.
  func tensors(_ file: ForeignFile) throws(Failure) -> [(name: String, PickledTensor)] {
    var places: [Place] = []
    var largest: [(name: String, tensor: PickledTensor)] = []
    for (path, entries) in dictionaries() {
      let tensors = entries.compactMap { entry -> (name: String, tensor: PickledTensor)? in
        guard case .tensor(let tensor) = pickle[entry.value] else { return nil }
        return (entry.name, tensor)
      }
      if tensors.count > largest.count { largest = tensors }
      for prefix in Self.prefixes(of: tensors.map(\.name), anchor: anchor) {
        places.append(
          Place(
            path: path, prefix: prefix,
            tensors: tensors.filter { $0.name.hasPrefix(prefix) && !Self.isCounter($0.name) }))
      }
    }
    guard let place = try Self.preferred(among: places, file, name: { $0.path + $0.prefix }) else {
      guard !largest.isEmpty else {
        throw file.unsupported(
          calls.first.map {
            "the pickle asks for \"\($0)\", which is not a tensor and is not called"
          }
            ?? "a PyTorch file without named tensors",
          wanted: "a state dict alone: torch.save(model.state_dict(), path)")
      }
      // None of them belongs to the network. The caller reports the missing tensors.
      return largest.map { ($0.name, $0.tensor) }
    }
    return place.tensors.map { (String($0.name.dropFirst(place.prefix.count)), $0.tensor) }
  }

  /// The dictionaries of the pickle whose keys are names, with the keys that lead to them.
  ///
  /// These are the root and dictionaries up to three levels below it. Each is visited once, even if several others
  /// hold it.
  private func dictionaries() -> [(path: String, entries: [(name: String, value: Int)])] {
    var found: [(path: String, entries: [(name: String, value: Int)])] = []
    var visited: Set<Int> = []
    func entries(_ value: PickleValue) -> [(name: String, value: Int)] {
      guard case .dictionary(let entries) = value else { return [] }
      return entries.compactMap { entry in
        guard case .text(let name) = pickle[entry.key] else { return nil }
        return (name, entry.value)
      }
    }
    found.append(("", entries(pickle.root)))
    var level = found
    for _ in 0..<3 {
      var next: [(path: String, entries: [(name: String, value: Int)])] = []
      for (path, outer) in level {
        for entry in outer where visited.insert(entry.value).inserted {
          let inner = entries(pickle[entry.value])
          if !inner.isEmpty { next.append(("\(path)\(entry.name).", inner)) }
        }
      }
      found += next
      level = next
    }
    return found
  }

  /// The prefixes of all names that end with the anchor, in any form in which it may be stored.
  static func prefixes(of names: [String], anchor: String) -> [String] {
    var prefixes: [String] = []
    for form in WeightNormalization.names(of: anchor) {
      for name in names where name == form || name.hasSuffix(".\(form)") {
        let prefix = String(name.dropLast(form.count))
        if !prefixes.contains(prefix) { prefixes.append(prefix) }
      }
    }
    return prefixes
  }

  /// Whether a tensor only counts averaged or processed steps, and is not a weight.
  static func isCounter(_ name: String) -> Bool {
    name == "n_averaged" || name.hasSuffix(".n_averaged")
  }

  /// The preferred state dict of several, or `nil` if there are none.
  ///
  /// - Parameter name: returns the prefix of a state dict's tensor names.
  /// - Throws: ``Failure`` if two are equally preferred.
  static func preferred<Place>(
    among places: [Place], _ file: ForeignFile, name: (Place) -> String
  ) throws(Failure) -> Place? {
    let ranks = places.map { rank(name($0)) }
    let best = places.indices.filter { ranks[$0] == ranks.min() }
    guard best.count < 2 else {
      throw file.unsupported(
        "two state dicts, \"\(name(places[best[0]]))\" and \"\(name(places[best[1]]))\"",
        wanted: "one of them alone")
    }
    return best.first.map { places[$0] }
  }

  /// The rank of a state dict, from 0 on: first averaged ones, then the usual names, then all others.
  private static func rank(_ path: String) -> Int {
    let words = Set(path.lowercased().split { ".-_ ".contains($0) })
    if !words.isDisjoint(with: ["ema", "averaged", "average", "avg", "swa", "shadow", "polyak"]) {
      return 0
    }
    let usual = [
      "", "state_dict.", "model_state_dict.", "params.", "model.", "net.", "netG.", "network.",
    ]
    let root = usual.dropFirst().first { path.hasPrefix($0) } ?? (path.isEmpty ? "" : nil)
    return root.flatMap { usual.firstIndex(of: $0) }.map { $0 + 1 } ?? usual.count + 1
  }
}
