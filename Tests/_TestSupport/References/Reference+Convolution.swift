import BurnishTensors

extension Reference {
  /// Visits every product of a convolution with the indices of its input sample, its weight, and its
  /// output sample.
  private static func forEachProduct(
    input: [Int], weight: [Int], output: [Int], geometry: ConvolutionGeometry,
    _ body: (_ input: Int, _ weight: Int, _ output: Int) -> Void
  ) {
    for n in 0..<output[0] {
      for o in 0..<output[1] {
        for y in 0..<output[2] {
          for x in 0..<output[3] {
            for c in 0..<weight[1] {
              for i in 0..<weight[2] {
                for j in 0..<weight[3] {
                  let row = y * geometry.stride + i * geometry.dilation - geometry.padding.top
                  let column = x * geometry.stride + j * geometry.dilation - geometry.padding.left
                  guard row >= 0, row < input[2], column >= 0, column < input[3] else { continue }
                  body(
                    ((n * input[1] + c) * input[2] + row) * input[3] + column,
                    ((o * weight[1] + c) * weight[2] + i) * weight[3] + j,
                    ((n * output[1] + o) * output[2] + y) * output[3] + x)
                }
              }
            }
          }
        }
      }
    }
  }

  /// The shape of a convolution's output by definition: the positions where the kernel fits.
  public static func convolutionShape(
    input: [Int], weight: [Int], geometry: ConvolutionGeometry
  ) -> [Int] {
    func positions(_ size: Int, _ kernel: Int) -> Int {
      var (count, start) = (0, 0)
      while start + (kernel - 1) * geometry.dilation < size {
        count += 1
        start += geometry.stride
      }
      return count
    }
    let padding = geometry.padding
    return [
      input[0], weight[0], positions(input[2] + padding.top + padding.bottom, weight[2]),
      positions(input[3] + padding.left + padding.right, weight[3]),
    ]
  }

  public static func convolution(
    _ input: ReferenceTensor, weight: ReferenceTensor, bias: ReferenceTensor?,
    geometry: ConvolutionGeometry
  ) -> ReferenceTensor {
    var output = ReferenceTensor(
      zeros: convolutionShape(input: input.shape, weight: weight.shape, geometry: geometry))
    forEachProduct(
      input: input.shape, weight: weight.shape, output: output.shape, geometry: geometry
    ) { i, w, o in output.values[o] += input.values[i] * weight.values[w] }
    if let bias { addChannels(bias, to: &output) }
    return output
  }

  public static func convolutionInputGradient(
    _ outputGradient: ReferenceTensor, weight: ReferenceTensor, inputShape: [Int],
    geometry: ConvolutionGeometry
  ) -> ReferenceTensor {
    var gradient = ReferenceTensor(zeros: inputShape)
    forEachProduct(
      input: inputShape, weight: weight.shape, output: outputGradient.shape, geometry: geometry
    ) { i, w, o in gradient.values[i] += outputGradient.values[o] * weight.values[w] }
    return gradient
  }

  public static func convolutionWeightGradient(
    _ outputGradient: ReferenceTensor, input: ReferenceTensor, weightShape: [Int],
    geometry: ConvolutionGeometry
  ) -> ReferenceTensor {
    var gradient = ReferenceTensor(zeros: weightShape)
    forEachProduct(
      input: input.shape, weight: weightShape, output: outputGradient.shape, geometry: geometry
    ) { i, w, o in gradient.values[w] += outputGradient.values[o] * input.values[i] }
    return gradient
  }

  /// Adds `bias[c]` to every sample of channel `c`.
  public static func addChannels(_ bias: ReferenceTensor, to output: inout ReferenceTensor) {
    let pixels = output.shape[2] * output.shape[3]
    for index in output.values.indices {
      output.values[index] += bias.values[index / pixels % output.shape[1]]
    }
  }

  /// The sum of each channel, `[C]`.
  public static func channelSum(_ input: ReferenceTensor) -> ReferenceTensor {
    var sums = ReferenceTensor(zeros: [input.shape[1]])
    let pixels = input.shape[2] * input.shape[3]
    for index in input.values.indices {
      sums.values[index / pixels % input.shape[1]] += input.values[index]
    }
    return sums
  }
}
