import BurnishTensors

extension Resampling {
  /// Resamples along rows: `[N, C, H, W]` to `[N, C, H, outputCount]`.
  func resampledAlong(_ tensor: Tensor) -> Tensor {
    if columns.isIdentity { return tensor }
    let (width, newWidth, taps) = (columns.inputCount, columns.outputCount, columns.taps)
    let rowCount = tensor.count / width
    // Runs are read in fours, so the weights and the end of the row are padded with zeros.
    let fours = (taps + 3) / 4
    var weights = [SIMD4<Float>](repeating: .zero, count: newWidth * fours)
    for output in 0..<newWidth {
      for tap in 0..<taps {
        weights[output * fours + tap / 4][tap % 4] = columns.weights[output * taps + tap]
      }
    }
    let picks = columns.picksSamples
    return Tensor(shape: [tensor.shape[0], tensor.shape[1], tensor.shape[2], newWidth]) { result in
      let target = result.baseAddress!
      tensor.withUnsafeSamples { samples in
        let source = samples.baseAddress!
        columns.starts.withUnsafeBufferPointer { starts in
          weights.withUnsafeBufferPointer { weights in
            Parallel.forEachRange(rowCount, grain: max(1, 16384 / newWidth)) { rows in
              let padded = UnsafeMutablePointer<Float>.allocate(capacity: width + 4)
              (padded + width).initialize(repeating: 0, count: 4)
              defer { padded.deallocate() }
              for row in rows {
                let output = target + row &* newWidth
                let input = source + row &* width
                if picks {
                  for x in 0..<newWidth { output[x] = input[starts[x]] }
                  continue
                }
                padded.update(from: input, count: width)
                Self.along(
                  UnsafePointer(padded), to: output, starts.baseAddress!, weights.baseAddress!,
                  count: newWidth, fours: fours)
              }
            }
          }
        }
      }
    }
  }

  @inline(__always)
  private static func along(
    _ input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>,
    _ starts: UnsafePointer<Int>, _ weights: UnsafePointer<SIMD4<Float>>, count: Int, fours: Int
  ) {
    @inline(__always) func four(_ pointer: UnsafePointer<Float>) -> SIMD4<Float> {
      UnsafeRawPointer(pointer).loadUnaligned(as: SIMD4<Float>.self)
    }
    if fours == 1 {
      for x in 0..<count {
        let product = four(input + starts[x]) * weights[x]
        output[x] = (product.x + product.y) + (product.z + product.w)
      }
      return
    }
    for x in 0..<count {
      let run = input + starts[x]
      let runWeights = weights + x &* fours
      var sum = SIMD4<Float>.zero
      for step in 0..<fours { sum += four(run + 4 &* step) * runWeights[step] }
      output[x] = (sum.x + sum.y) + (sum.z + sum.w)
    }
  }

  /// Resamples down columns: `[N, C, H, W]` to `[N, C, outputCount, W]`.
  func resampledDown(_ tensor: Tensor) -> Tensor {
    if rows.isIdentity { return tensor }
    let (height, newHeight, taps) = (rows.inputCount, rows.outputCount, rows.taps)
    let width = tensor.shape[3]
    let rowCount = tensor.shape[0] * tensor.shape[1] * newHeight
    return Tensor(shape: [tensor.shape[0], tensor.shape[1], newHeight, width]) { result in
      let target = result.baseAddress!
      tensor.withUnsafeSamples { samples in
        let source = samples.baseAddress!
        rows.starts.withUnsafeBufferPointer { starts in
          rows.weights.withUnsafeBufferPointer { weights in
            Parallel.forEachRange(rowCount, grain: max(1, 16384 / width)) { range in
              for row in range {
                let (plane, y) = row.quotientAndRemainder(dividingBy: newHeight)
                Self.down(
                  source + (plane &* height &+ starts[y]) &* width, pitch: width,
                  weights: weights.baseAddress! + y &* taps, taps: taps, to: target + row &* width)
              }
            }
          }
        }
      }
    }
  }

  /// Computes one row as a weighted sum of `taps` rows.
  @inline(__always)
  private static func down(
    _ input: UnsafePointer<Float>, pitch: Int, weights: UnsafePointer<Float>, taps: Int,
    to output: UnsafeMutablePointer<Float>
  ) {
    if taps == 1 {
      let weight = weights[0]
      if weight == 1 {
        output.update(from: input, count: pitch)
      } else {
        for x in 0..<pitch { output[x] = weight * input[x] }
      }
      return
    }
    // Processes four rows at a time. The first four begin the sums.
    var tap = 0
    while tap < taps {
      let rows = input + tap &* pitch
      switch taps &- tap {
      case 1:
        let w0 = weights[tap]
        for x in 0..<pitch { output[x] += w0 * rows[x] }
      case 2, 3:
        let (w0, w1) = (weights[tap], weights[tap &+ 1])
        let second = rows + pitch
        if tap == 0 {
          for x in 0..<pitch { output[x] = w0 * rows[x] + w1 * second[x] }
        } else {
          for x in 0..<pitch { output[x] += w0 * rows[x] + w1 * second[x] }
        }
        tap &+= 2
        continue
      default:
        let (w0, w1, w2, w3) = (
          weights[tap], weights[tap &+ 1], weights[tap &+ 2], weights[tap &+ 3]
        )
        let (second, third, fourth) = (rows + pitch, rows + 2 &* pitch, rows + 3 &* pitch)
        if tap == 0 {
          for x in 0..<pitch {
            output[x] = (w0 * rows[x] + w1 * second[x]) + (w2 * third[x] + w3 * fourth[x])
          }
        } else {
          for x in 0..<pitch {
            output[x] += (w0 * rows[x] + w1 * second[x]) + (w2 * third[x] + w3 * fourth[x])
          }
        }
      }
      tap &+= 4
    }
  }
}
