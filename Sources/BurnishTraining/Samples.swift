import BurnishCore
import BurnishData

/// What a training learns from, or is validated with, in memory.
struct Samples<Element: Sendable>: Sendable {
  let elements: [Element]
  /// The data and their license, in words.
  let data: (name: String, license: String)
  /// Files of the folders that are no images.
  var passedOver: [String] = []

  /// Samples to train on, one at least, and those set aside for validation.
  typealias Split = (training: Samples, validation: Samples)

  /// Reads those of a data set that models learn from.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds all data sets.
  ///   - validationCount: how many to set aside, the last ones.
  ///   - elements: what is kept in memory of a sample.
  /// - Throws: ``Failure`` where a folder or one of its files is missing or damaged.
  static func reading<Source>(
    _ dataSet: DataSet<Source>, in dataDirectory: String, keeping validationCount: Int,
    _ elements: (_ sample: Source, _ files: Source.Files, _ isForValidation: Bool) -> [Element]
  ) throws(Failure) -> Split {
    let split = try BurnishData.Split(training: dataSet, dataDirectory: dataDirectory)
    let validationStart = try validationStart(
      of: split.files.count, keeping: validationCount, folder: split.folder)
    var (training, validation) = ([Element](), [Element]())
    for (index, files) in split.files.enumerated() {
      let sample = try split.sample(files)
      if index < validationStart {
        training += elements(sample, files, false)
      } else {
        validation += elements(sample, files, true)
      }
    }
    let data = (
      name: split.words(for: Array(split.files[..<validationStart])),
      license: dataSet.license ?? "not stated"
    )
    return (Samples(elements: training, data: data), Samples(elements: validation, data: data))
  }

  /// Sets the last ones aside.
  static func split(
    _ elements: [Element], at validationStart: Int, data: (name: String, license: String),
    passedOver: [String]
  ) -> Split {
    (
      Samples(
        elements: Array(elements[..<validationStart]), data: data, passedOver: passedOver),
      Samples(elements: Array(elements[validationStart...]), data: data)
    )
  }

  /// Where the samples that are set aside begin, the last ones.
  ///
  /// - Parameters:
  ///   - count: of all samples.
  ///   - validationCount: how many to set aside.
  ///   - folder: named in errors.
  /// - Returns: the index of the first of them; at least one sample is left to train on.
  static func validationStart(
    of count: Int, keeping validationCount: Int, folder: String
  ) throws(Failure) -> Int {
    guard count > validationCount else {
      throw Failure(
        .badData, folder, found: "frames or pairs: \(count)",
        wanted: "more than the \(validationCount) that the recipe keeps for validation")
    }
    return count - validationCount
  }
}
