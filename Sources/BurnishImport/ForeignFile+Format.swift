import BurnishCore

extension ForeignFile {
  init(path: String, format: ForeignFormat) { self.init(path: path, words: format.description) }

  /// A tensor is not what a model needs.
  ///
  /// - Parameters:
  ///   - name: as the file has it.
  ///   - found: the shape in the file; `nil` where there is no such tensor.
  ///   - wanted: the shape that the model needs.
  func misfit(_ name: String, found: [Int]?, wanted: [Int]) -> Failure {
    guard let found else {
      return Failure(
        .badData, path, found: "there is no tensor \"\(name)\"", wanted: "one of shape \(wanted)")
    }
    return Failure(
      .badData, path, found: "the tensor \"\(name)\" has the shape \(found)",
      wanted: "the shape \(wanted)")
  }
}
