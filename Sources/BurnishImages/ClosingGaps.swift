import BurnishTensors

/// Fills gaps in planes with the valid sample that the fewest steps up, down, left or right reach.
///
/// - Parameters:
///   - planes: `[1, C, H, W]`, any range.
///   - valid: `[1, 1, H, W]`, not 0 where the planes hold a sample.
/// - Returns: `[1, C, H, W]`, unchanged if no pixel is valid.
func closingGaps(_ planes: Tensor, valid: Tensor) -> Tensor {
  let (height, width) = (planes.shape[2], planes.shape[3])
  let area = height * width
  var values = planes.values
  var known = valid.values.map { $0 != 0 }
  var front = known.indices.filter { known[$0] }
  while !front.isEmpty {
    var next: [Int] = []
    for index in front {
      let (y, x) = index.quotientAndRemainder(dividingBy: width)
      for (dx, dy) in [(0, -1), (-1, 0), (1, 0), (0, 1)] {
        guard (0..<width).contains(x + dx), (0..<height).contains(y + dy) else { continue }
        let neighbor = index + dy * width + dx
        guard !known[neighbor] else { continue }
        known[neighbor] = true
        for plane in stride(from: 0, to: values.count, by: area) {
          values[plane + neighbor] = values[plane + index]
        }
        next.append(neighbor)
      }
    }
    front = next
  }
  return Tensor(shape: planes.shape, values: values)
}
