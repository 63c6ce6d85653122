/// A file of another program while it is read, as failures name it.
package struct ForeignFile: Sendable {
  package let path: String
  /// What a whole file of its format is, in words.
  package let words: String

  package init(path: String, words: String) {
    self.path = path
    self.words = words
  }

  /// The bytes break the rules of the format.
  package func damaged(_ what: String) -> Failure {
    Failure(.badData, path, found: "damaged: \(what)", wanted: "\(words), whole")
  }

  /// The bytes may be sound, but nothing is made of them.
  package func unsupported(_ what: String, wanted: String) -> Failure {
    Failure(.badData, path, found: what, wanted: wanted)
  }

  /// The number of samples of a shape from the file.
  ///
  /// - Throws: ``Failure`` where an extent is negative or there are more than `limit`.
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
