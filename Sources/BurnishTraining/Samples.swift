import BurnishCore
import BurnishData

/// Samples in memory, for training or validation.
struct Samples<Element: Sendable>: Sendable {
  let elements: [Element]
  /// The data and its license, in words.
  let data: (name: String, license: String)
  /// The files of the folders that are not images.
  var passedOver: [String] = []

  /// The samples for training, at least one, and the samples for validation.
  typealias Split = (training: Samples, validation: Samples)

  /// Reads the training samples of a data set.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds all data sets.
  ///   - validationCount: the number of samples for validation, the last ones.
  ///   - elements: makes the elements to keep in memory from a sample.
  /// - Throws: ``Failure`` if a folder or one of its files is missing or damaged.
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

  /// Splits elements into those for training and, from `validationStart`, those for validation.
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

  /// Returns the start of the validation samples, which are the last ones.
  ///
  /// - Parameters:
  ///   - count: the number of all samples.
  ///   - validationCount: the number of samples for validation.
  ///   - folder: named in errors.
  /// - Returns: the index of the first validation sample; at least one sample remains for training.
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
