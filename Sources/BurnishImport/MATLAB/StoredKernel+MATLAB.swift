import Burnish
import BurnishCore
import BurnishTensors

extension StoredKernel {
  /// Reads a kernel from a MATLAB file of version 5 or 7.3.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - variable: the array's path in it, such as `kernels{3}`; if not given, the only matrix of more
  ///     than one number.
  ///   - origin: the sample that stands at the pixel; found by the samples if not given.
  /// - Throws: ``Failure``: `noInput` where there is no such file, `badData` where it is damaged, has no
  ///   such array or leaves open which; `inputOutput` where no process can be made to read it.
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
      // Where there is no matrix at all, the only thing that there is is what was meant.
      let all = Array(contents.arrays.keys) + Array(contents.others.keys)
      let meant = variable ?? (known.isEmpty && all.count == 1 ? all[0] : nil)
      throw Failure(
        .badData, path,
        found: meant.flatMap { contents.words(for: $0) } ?? variable.map { "no matrix \"\($0)\"" }
          ?? "\(known.count) matrices",
        wanted: known.isEmpty ? "a file with a matrix of real numbers" : "one of \(shown)")
    }
    // MATLAB goes down columns first.
    let values = matrix.samples.values
    return StoredKernel(
      Tensor(
        shape: [height, width],
        values: (0..<height * width).map { values[$0 % width * height + $0 / width] }),
      origin: origin, subject: path)
  }
}

extension BlurKernel {
  /// Reads a kernel from a MATLAB file, as ``StoredKernel/matlab(_:variable:origin:)``, and mends what storing did to
  /// it.
  public static func matlab(
    _ path: String, variable: String? = nil
  ) throws(Failure) -> BlurKernel {
    try StoredKernel.matlab(path, variable: variable).kernel()
  }
}

extension MATLABFile.Numbers {
  /// Rows and columns of a matrix, also of one with extents of 1 beside it; `nil` for other arrays.
  fileprivate var matrixExtents: (rows: Int, columns: Int)? {
    if extents.count == 2 { return (extents[0], extents[1]) }
    let others = extents.filter { $0 != 1 }
    return others.count == 2 ? (others[0], others[1]) : nil
  }
}
