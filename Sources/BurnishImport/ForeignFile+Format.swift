import BurnishCore

extension ForeignFile {
  init(path: String, format: ForeignFormat) { self.init(path: path, words: format.description) }

  /// A failure because a tensor does not fit the model.
  ///
  /// - Parameters:
  ///   - name: the tensor's name in the file.
  ///   - found: the shape in the file, or `nil` if there is no such tensor.
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
