import BurnishTensors

/// The depth with every invalid sample replaced by a valid one nearest to it.
///
/// Interpolation and networks read whole neighbourhoods; a hole's marker would bleed into its valid
/// neighbours, and so would any value that no surface has. Nearest is meant in steps between
/// neighbours of eight; of equally near samples the first in reading order is taken.
/// - Parameters:
///   - depth: `[1, 1, H, W]`.
///   - valid: `[1, 1, H, W]`, not 0 where a sample is valid; at least one must be.
func fillingHoles(in depth: Tensor, valid: Tensor) -> Tensor {
  let (height, width) = (depth.shape[2], depth.shape[3])
  var known = valid.values.map { $0 != 0 }
  var result = depth.plain()
  var front = known.indices.filter { known[$0] }
  precondition(!front.isEmpty, "a depth map without a valid sample cannot be filled")
  result.withUnsafeMutableSamples { samples in
    while !front.isEmpty {
      var next: [Int] = []
      for index in front {
        let (y, x) = (index / width, index % width)
        for row in max(0, y - 1)...min(height - 1, y + 1) {
          for column in max(0, x - 1)...min(width - 1, x + 1) {
            let neighbour = row * width + column
            if known[neighbour] { continue }
            known[neighbour] = true
            samples[neighbour] = samples[index]
            next.append(neighbour)
          }
        }
      }
      front = next
    }
  }
  return result
}
