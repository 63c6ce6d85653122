/// A file of another program, with its name and format for error messages.
package struct ForeignFile: Sendable {
  package let path: String
  /// A description of an intact file of the format.
  package let words: String

  package init(path: String, words: String) {
    self.path = path
    self.words = words
  }

  /// The failure for bytes that break the rules of the format.
  package func damaged(_ what: String) -> Failure {
    Failure(.badData, path, found: "damaged: \(what)", wanted: "\(words), whole")
  }

  /// The failure for bytes that may be valid but are not supported.
  package func unsupported(_ what: String, wanted: String) -> Failure {
    Failure(.badData, path, found: what, wanted: wanted)
  }

  /// The number of samples in a shape from the file.
  ///
  /// - Throws: ``Failure`` if an extent is negative or there are more samples than `limit`.
  package func count(of shape: [Int], limit: Int, _ what: String) throws(Failure) -> Int {
    var count = 1
    for extent in shape {
      let (product, overflows) = count.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflows else { throw damaged("\(what) has the shape \(shape)") }
      count = product
    }
    guard count <= limit else {
      throw damaged("\(what) has the shape \(shape), but \(limit) samples at the most")
    }
    return count
  }
}
