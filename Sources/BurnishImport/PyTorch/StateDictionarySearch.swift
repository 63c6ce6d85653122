import BurnishCore

/// Finds a network's state dict among all else that a checkpoint holds.
///
/// Programs store it by itself, or in dictionaries of other things: `state_dict`, `model_state_dict`, `params`, beside
/// losses, optimizers and arguments. Its names may have what wraps the network before them: `module.`, `_orig_mod.`,
/// `model.`, `netG.`. It is known by one of its tensors, whatever stands around it. Averaged weights (`params_ema`) are
/// taken before the last ones.
struct StateDictionarySearch {
  /// The functions that the pickle asks to be called for what is no tensor, by name, each once.
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

  /// Where a state dict was found.
  private struct Place {
    /// The keys of the dictionaries around it, each with a dot behind it.
    let path: String
    /// What its names begin with.
    let prefix: String
    let tensors: [(name: String, tensor: PickledTensor)]
  }

  /// The tensors of the state dict by name, in the order of the file, without what its names begin with.
  ///
  /// - Throws: ``Failure`` where there are no named tensors, or two state dicts neither of which is to be preferred.
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
      // None of them is the network's; whoever looks for its tensors says so.
      return largest.map { ($0.name, $0.tensor) }
    }
    return place.tensors.map { (String($0.name.dropFirst(place.prefix.count)), $0.tensor) }
  }

  /// The dictionaries of the pickle with names for keys, and the keys that lead there: the root, and what lies up to
  /// three deep within it. None is visited twice, however often others hold it.
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

  /// What stands before the anchor's name, in any of the forms in which it may be stored, wherever it ends a name.
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

  /// Counts what was averaged or seen; it is no weight.
  static func isCounter(_ name: String) -> Bool {
    name == "n_averaged" || name.hasSuffix(".n_averaged")
  }

  /// The state dict that is to be taken of several; `nil` where there is none.
  ///
  /// - Parameter name: of a state dict: what stands before its tensors' own names.
  /// - Throws: ``Failure`` where two are as good as each other.
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

  /// The place of a state dict in the order of preference, from 0 on: averaged ones, then the usual names, then any other.
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
