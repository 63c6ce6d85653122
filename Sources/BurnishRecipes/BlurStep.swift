import Burnish
import BurnishCore
import BurnishInverse

/// A blur by a kernel from a file or by a shape.
struct BlurStep: RecipeStep {
  var kernel: String?
  var gaussian, disk: Double?
  /// The length and the angle.
  var motion: [Double]?
  var border: Blur.Border
  /// For a kernel's file: column and row of the sample at the pixel.
  var origin: [Int]?
  var turn: Bool?

  var file: String? {
    get { kernel }
    set { kernel = newValue ?? kernel }
  }

  var fault: (key: String, value: String, wanted: String)? {
    let given = [
      ("kernel", kernel != nil), ("gaussian", gaussian != nil), ("disk", disk != nil),
      ("motion", motion != nil),
    ].filter(\.1).map(\.0)
    guard given.count == 1 else {
      return (
        "kernel", given.isEmpty ? "none" : "beside " + given.dropFirst().joined(separator: ", "),
        "one of kernel, gaussian, disk and motion"
      )
    }
    if let gaussian, !BlurKernel.standardDeviations.contains(gaussian) {
      return ("gaussian", "\(gaussian)", "a number in \(BlurKernel.standardDeviations.text)")
    }
    if let disk, !BlurKernel.radii.contains(disk) {
      return ("disk", "\(disk)", "a number in \(BlurKernel.radii.text)")
    }
    if let motion,
      motion.count != 2 || !BlurKernel.lengths.contains(motion[0])
        || !(-360...360).contains(motion[1])
    {
      return (
        "motion", "\(motion)",
        "a length in \(BlurKernel.lengths.text) and an angle in -360...360"
      )
    }
    if let origin, origin.count != 2 || origin.contains(where: { $0 < 0 }) {
      return ("origin", "\(origin)", "a column and a row, counted from 0")
    }
    if kernel == nil, origin != nil || turn != nil {
      return (origin != nil ? "origin" : "turn", "without a kernel", "a kernel's file")
    }
    return nil
  }

  func loaded(by readers: RestorationRecipe.Readers) throws -> DegradationStep {
    .blur(try blurKernel(readers), border: border)
  }

  private func blurKernel(
    _ readers: RestorationRecipe.Readers
  ) throws -> BlurKernel {
    if let gaussian { return try .gaussian(standardDeviation: gaussian) }
    if let disk { return try .disk(radius: disk) }
    if let motion { return try .motion(length: motion[0], angle: motion[1]) }
    return try readers.kernel(
      kernel!, origin.map { .init(column: $0[0], row: $0[1]) }, turn ?? false)
  }
}

extension Blur.Border: NamedChoice {}
