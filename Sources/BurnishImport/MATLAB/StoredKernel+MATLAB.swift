import Burnish
import BurnishCore
import BurnishTensors

extension StoredKernel {
  /// Reads a kernel from a MATLAB file of version 5 or 7.3.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - variable: the array's path in the file, such as `kernels{3}`; by default the only matrix of more than one
  ///     number.
  ///   - origin: the sample that lies on the pixel; by default the samples determine it.
  /// - Throws: ``Failure``: `noInput` if there is no such file; `badData` if the file is damaged, has no such array,
  ///   or has several; `inputOutput` if no process can be created to read it.
  public static func matlab(
    _ path: String, variable: String? = nil, origin: Place? = nil
  ) throws(Failure) -> StoredKernel {
    let size = try InputFile(reading: path, wanted: "a MATLAB file").size
    let contents = try MATLABFile(ForeignFile(path: path, format: .matlab), size: size)
    let matrices = contents.arrays.filter {
      $0.value.matrixExtents != nil && $0.value.samples.count > 1
    }
    let names = variable.map { [$0] } ?? matrices.keys.sorted()
    guard names.count == 1, let matrix = matrices[names[0]],
      let (height, width) = matrix.matrixExtents
    else {
      let known = matrices.keys.sorted()
      let shown = known.prefix(12).joined(separator: ", ") + (known.count > 12 ? ", …" : "")
      // If there is no matrix at all, the only array must be the intended one.
      let all = Array(contents.arrays.keys) + Array(contents.others.keys)
      let meant = variable ?? (known.isEmpty && all.count == 1 ? all[0] : nil)
      throw Failure(
        .badData, path,
        found: meant.flatMap { contents.words(for: $0) } ?? variable.map { "no matrix \"\($0)\"" }
          ?? "\(known.count) matrices",
        wanted: known.isEmpty ? "a file with a matrix of real numbers" : "one of \(shown)")
    }
    // MATLAB stores columns one after another.
    let values = matrix.samples.values
    return try StoredKernel(
      Tensor(
        shape: [height, width],
        values: (0..<height * width).map { values[$0 % width * height + $0 / width] }),
      origin: origin, subject: path)
  }
}

extension BlurKernel {
  /// Reads a kernel like ``StoredKernel/matlab(_:variable:origin:)`` and repairs damage from storing it.
  public static func matlab(
    _ path: String, variable: String? = nil
  ) throws(Failure) -> BlurKernel {
    try StoredKernel.matlab(path, variable: variable).kernel()
  }
}

extension MATLABFile.Numbers {
  /// The rows and columns of a matrix, ignoring extra extents of 1, or `nil` for other arrays.
  fileprivate var matrixExtents: (rows: Int, columns: Int)? {
    if extents.count == 2 { return (extents[0], extents[1]) }
    let others = extents.filter { $0 != 1 }
    return others.count == 2 ? (others[0], others[1]) : nil
  }
}
