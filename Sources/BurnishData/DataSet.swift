import BurnishCore

/// A named collection of samples: the place of its files, its license, and its split into tests and training.
///
/// Each data set has its own file in `Sets` and is listed in `DataSet+All.swift`.
public struct DataSet<Element: Sample>: Sendable {
  /// The name by which users choose the data set.
  public let name: String
  /// Other accepted names, from users and in reports.
  public let aliases: [String]
  /// The folder of the test samples, within the data directory.
  public let folder: String
  /// The license in words, for the cards of models trained on the data set; `nil` if unknown.
  public let license: String?
  let layout: Element.Files.Layout
  /// The training samples; `nil` if all samples are for tests.
  public let training: Training?
  /// Properties that all samples share.
  public internal(set) var details: Element.Details

  /// The training samples of a data set.
  public struct Training: Sendable {
    /// The place of the training samples.
    enum Part: Sendable {
      /// All samples of the folder but the last ones; the number of last ones, which are for tests only.
      case beforeLast(Int)
      /// All samples of a separate folder within the data directory.
      case folder(String, Element.Files.Layout)
    }

    /// The name of the samples in recipes.
    public let name: String
    let part: Part
    /// Describes the samples of given files, for the model's card.
    let words: @Sendable ([Element.Files]) -> String

    init(_ name: String, _ part: Part, words: @escaping @Sendable ([Element.Files]) -> String) {
      (self.name, self.part, self.words) = (name, part, words)
    }
  }

  init(
    _ name: String, aliases: [String] = [], in folder: String, license: String? = nil,
    files: Element.Files.Layout, training: Training? = nil, details: Element.Details
  ) {
    (self.name, self.aliases, self.folder) = (name, aliases, folder)
    (self.license, layout) = (license, files)
    (self.training, self.details) = (training, details)
  }
}

extension DataSet where Element.Details == Void {
  init(
    _ name: String, aliases: [String] = [], in folder: String, license: String? = nil,
    files: Element.Files.Layout, training: Training? = nil
  ) {
    self.init(
      name, aliases: aliases, in: folder, license: license, files: files, training: training,
      details: ())
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
    let set = Element.dataSets.first { $0.name == rawValue || $0.aliases.contains(rawValue) }
    guard let set else { return nil }
    self = set
  }

  public var rawValue: String { name }
  public var description: String { name }

  /// The names of all training samples in recipes.
  package static var trainingNames: [String] { Element.dataSets.compactMap { $0.training?.name } }

  /// The data set whose training samples have this name in recipes.
  package init?(forTraining name: String) {
    guard let set = Element.dataSets.first(where: { $0.training?.name == name }) else { return nil }
    self = set
  }
}
