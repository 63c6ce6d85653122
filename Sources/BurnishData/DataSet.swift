import BurnishCore

/// Samples by a name: where their files lie, under which license, and which of them are for tests.
///
/// A data set is declared in a file of its own in `Sets`, and listed in `DataSet+All.swift`.
public struct DataSet<Element: Sample>: Sendable {
  /// The name by which users ask for it: the value of `--set`.
  public let name: String
  /// The folder of the samples for tests, within the data directory.
  public let folder: String
  /// In words, for the cards of models that learn from it; `nil` where it is not known.
  public let license: String?
  let layout: Element.Files.Layout
  /// What models learn from; `nil` if all samples are for tests.
  public let training: Training?
  /// What the samples have in common.
  public internal(set) var details: Element.Details

  /// The samples that models learn from.
  public struct Training: Sendable {
    /// Where they lie.
    enum Part: Sendable {
      /// Before the last ones of the folder, so many of which are for tests and for nothing else.
      case beforeLast(Int)
      /// In a folder of their own, within the data directory.
      case folder(String, Element.Files.Layout)
    }

    /// The name by which recipes ask for them.
    public let name: String
    let part: Part
    /// What they are, for the model's card: files of samples in words.
    let words: @Sendable ([Element.Files]) -> String

    init(_ name: String, _ part: Part, words: @escaping @Sendable ([Element.Files]) -> String) {
      (self.name, self.part, self.words) = (name, part, words)
    }
  }

  init(
    _ name: String, in folder: String, license: String? = nil, files: Element.Files.Layout,
    training: Training? = nil, details: Element.Details
  ) {
    (self.name, self.folder, self.license, layout) = (name, folder, license, files)
    (self.training, self.details) = (training, details)
  }
}

extension DataSet where Element.Details == Void {
  init(
    _ name: String, in folder: String, license: String? = nil, files: Element.Files.Layout,
    training: Training? = nil
  ) {
    self.init(name, in: folder, license: license, files: files, training: training, details: ())
  }
}

extension DataSet: Hashable {
  public static func == (left: DataSet, right: DataSet) -> Bool { left.name == right.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension DataSet: CaseIterable {
  public static var allCases: [DataSet] { Element.dataSets }
}

extension DataSet: RawRepresentable, CustomStringConvertible {
  public init?(rawValue: String) {
    guard let set = Element.dataSets.first(where: { $0.name == rawValue }) else { return nil }
    self = set
  }

  public var rawValue: String { name }
  public var description: String { name }

  /// The names by which recipes ask for training samples.
  package static var trainingNames: [String] { Element.dataSets.compactMap { $0.training?.name } }

  /// The data set whose training samples recipes call so.
  package init?(forTraining name: String) {
    guard let set = Element.dataSets.first(where: { $0.training?.name == name }) else { return nil }
    self = set
  }
}
