import BurnishCore

/// The pixels in every `stride`-th row and column of an image, starting at a first row and column.
///
/// The `stride * stride` lattices of a stride partition an image.
public struct PixelLattice: Sendable, Hashable {
  /// The distance between neighboring rows or columns of the lattice.
  public let stride: Int
  /// The first row and the first column.
  public let row, column: Int
  /// The largest number of rows; unlimited by default.
  private let rowLimit: Int

  public init(stride: Int, row: Int, column: Int) {
    require(
      stride > 0 && (0..<stride).contains(row) && (0..<stride).contains(column),
      "there is no lattice of stride \(stride) from row \(row) and column \(column)")
    (self.stride, self.row, self.column, rowLimit) = (stride, row, column, .max)
  }

  private init(_ whole: PixelLattice, rows: Range<Int>) {
    (stride, column) = (whole.stride, whole.column)
    row = whole.row + rows.lowerBound
    rowLimit = rows.count / stride
  }

  /// The part of the lattice within a range of an image's rows.
  ///
  /// - Parameter rows: a range whose bounds are multiples of the stride.
  public func part(rows: Range<Int>) -> PixelLattice {
    require(
      row < stride && rows.lowerBound % stride == 0 && rows.upperBound % stride == 0,
      "the rows \(rows) do not begin and end between repetitions of \(self)")
    return PixelLattice(self, rows: rows)
  }

  /// A random lattice of a stride, all with the same probability.
  public init(stride: Int, random: inout RandomNumbers) {
    let place = random.integer(below: stride * stride)
    self.init(stride: stride, row: place / stride, column: place % stride)
  }

  /// The lattice of all pixels.
  public static let everyPixel = PixelLattice(stride: 1, row: 0, column: 0)

  /// All lattices of a stride, row by row.
  public static func all(stride: Int) -> [PixelLattice] {
    (0..<stride * stride).map {
      PixelLattice(stride: stride, row: $0 / stride, column: $0 % stride)
    }
  }

  /// The shape of the lattice's samples in images of shape `[N, C, H, W]`.
  public func shape(of images: [Int]) -> [Int] {
    require(images.count == 4, "images [N, C, H, W] were expected, not \(images)")
    return [
      images[0], images[1], min(rowLimit, max(0, (images[2] - row + stride - 1) / stride)),
      max(0, (images[3] - column + stride - 1) / stride),
    ]
  }
}
