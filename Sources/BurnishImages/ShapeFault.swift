import BurnishCore

/// What is wrong with the shapes of an image, a map, or a field.
struct ShapeFault {
  let found, wanted: String

  init(_ found: String, _ wanted: String) { (self.found, self.wanted) = (found, wanted) }
}

/// Throws a fault if there is one.
///
/// - Throws: ``Failure`` of the kind `badData`.
@inline(never)
func checkShapes(_ fault: ShapeFault?, _ subject: String) throws(Failure) {
  guard let fault else { return }
  throw Failure(.badData, subject, found: fault.found, wanted: fault.wanted)
}
