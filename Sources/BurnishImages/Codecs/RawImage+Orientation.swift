extension RawImage {
  /// The image turned upright from an EXIF orientation.
  func oriented(_ orientation: Int) -> RawImage {
    guard (2...8).contains(orientation) else { return self }
    // How an upright position maps to the stored one: swap column and row, then mirror columns, then mirror rows.
    let isTransposed = orientation >= 5
    let mirrorsColumns = [2, 3, 7, 8].contains(orientation)
    let mirrorsRows = [3, 4, 6, 7].contains(orientation)
    var result = self
    if isTransposed { (result.width, result.height) = (height, width) }
    let (newWidth, newHeight) = (result.width, result.height)
    func rearranged<Sample>(_ values: [Sample]) -> [Sample] {
      Array(unsafeUninitializedCapacity: values.count) { target, count in
        var place = 0
        for y in 0..<newHeight {
          for x in 0..<newWidth {
            var (column, row) = isTransposed ? (y, x) : (x, y)
            if mirrorsColumns { column = width - 1 - column }
            if mirrorsRows { row = height - 1 - row }
            let source = (row * width + column) * channels
            for channel in 0..<channels {
              (target.baseAddress! + place).initialize(to: values[source + channel])
              place += 1
            }
          }
        }
        count = values.count
      }
    }
    switch samples {
    case .uint8(let values): result.samples = .uint8(rearranged(values))
    case .uint16(let values): result.samples = .uint16(rearranged(values))
    case .float32(let values): result.samples = .float32(rearranged(values))
    }
    return result
  }
}
