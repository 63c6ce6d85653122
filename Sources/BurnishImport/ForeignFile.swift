import BurnishTensors

/// A file of another program while it is read, as failures name it.
struct ForeignFile: Sendable {
  let path: String
  let format: ForeignFormat

  /// The bytes break the rules of the format.
  func damaged(_ what: String) -> Failure {
    Failure(.badData, path, found: "damaged: \(what)", wanted: "\(format.words), whole")
  }

  /// The bytes may be sound, but nothing is made of them.
  func unsupported(_ what: String, wanted: String) -> Failure {
    Failure(.badData, path, found: what, wanted: wanted)
  }

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

  /// The number of samples of a shape from the file.
  ///
  /// - Throws: ``Failure`` where an extent is negative or there are more than `limit`.
  func count(of shape: [Int], limit: Int, _ what: String) throws(Failure) -> Int {
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
