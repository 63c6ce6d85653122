import Testing
import _TestSupport

@testable import BurnishTensors

@Suite struct RearrangingTests {
  @Test(arguments: [
    ([2, 3, 4, 6], 2), ([1, 4, 6, 8], 2), ([1, 1, 12, 8], 4), ([2, 2, 8, 12], 4),
    ([2, 16, 6, 9], 3), ([1, 3, 5, 7], 1),
  ])
  func spaceAndDepth(_ shape: [Int], _ block: Int) {
    var inputs = Inputs(61)
    let input = inputs.normal(shape)
    let expected = Reference.spaceToDepth(input, block: block)
    for layout in Layout.allCases {
      #expect(mismatch(layout(input).blocksInChannels(block), expected, .exact) == nil)
      #expect(mismatch(layout(expected).channelsInBlocks(block), input, .exact) == nil)
      #expect(
        mismatch(
          layout(expected).channelsInBlocks(block),
          Reference.depthToSpace(expected, block: block), .exact) == nil)
    }
  }

  @Test(arguments: [
    ([2, 3, 4, 6], 2), ([1, 16, 6, 8], 2), ([3, 32, 12, 4], 4), ([1, 1, 3, 3], 3),
    ([2, 9, 4, 8], 2),
    ([1, 2, 5, 7], 1),
  ])
  func spaceAndBatch(_ shape: [Int], _ block: Int) {
    var inputs = Inputs(65)
    let input = inputs.normal(shape)
    let expected = Reference.spaceToBatch(input, block: block)
    for layout in Layout.allCases {
      #expect(mismatch(layout(input).blocksInImages(block), expected, .exact) == nil)
      #expect(mismatch(layout(expected).imagesInBlocks(block), input, .exact) == nil)
    }
  }

  @Test(arguments: [[2, 3, 9, 7], [1, 16, 6, 5], [1, 32, 8, 8], [1, 1, 1, 3]], [1, 2, 4])
  func pickingAndItsAdjoint(_ shape: [Int], _ stride: Int) {
    var inputs = Inputs(66)
    let input = inputs.normal(shape)
    for lattice in PixelLattice.all(stride: stride) {
      let expected = Reference.pick(input, at: lattice)
      let other = inputs.normal(expected.shape)
      for layout in Layout.allCases {
        let picked = layout(input).picked(at: lattice)
        #expect(mismatch(picked, expected, .exact) == nil)
        guard expected.count > 0 else { continue }
        let spread = pickGradient(layout(other), inputShape: shape, at: lattice)
        #expect(
          adjointMismatch(
            forward: expected, against: other, backward: ReferenceTensor(spread), against: input,
            terms: 1) == nil)
      }
    }
  }

  @Test func partsOfALatticeHaveItsRows() {
    var inputs = Inputs(67)
    let input = inputs.normal([1, 2, 14, 9])
    for lattice in PixelLattice.all(stride: 4) {
      let whole = input.tensor.picked(at: lattice)
      let parts = [0..<4, 4..<12, 12..<16].map { input.tensor.picked(at: lattice.part(rows: $0)) }
      #expect(parts.map { $0.shape[2] } == [1, 2, lattice.row < 2 ? 1 : 0])
      for channel in 0..<2 {
        let plane = whole.count / 2
        let rows = parts.flatMap { part in
          Array(part.values[channel * part.count / 2..<(channel + 1) * part.count / 2])
        }
        #expect(rows == Array(whole.values[channel * plane..<(channel + 1) * plane]))
      }
    }
  }

  @Test func latticesOfAStrideShareAnImageOut() {
    var whole = Tensor(zeros: [1, 1, 5, 6])
    for lattice in PixelLattice.all(stride: 3) {
      let part = whole.picked(at: lattice)
      place(part + 1, at: lattice, in: &whole)
    }
    #expect(whole.values.allSatisfy { $0 == 1 })
  }

  @Test(arguments: [[1], [3, 16], [16, 16], [17, 1, 16], [2, 0, 3]])
  func concatenationAndBack(_ channels: [Int]) {
    var inputs = Inputs(62)
    let parts = channels.map { inputs.normal([2, $0, 5, 3]) }
    let expected = Reference.concatenateChannels(parts)
    for layout in Layout.allCases where !channels.contains(0) || layout == .plain {
      #expect(mismatch(Tensor.joined(parts.map { layout($0) }), expected, .exact) == nil)
      let split = layout(expected).split(counts: channels)
      #expect(split.count == parts.count)
      for (actual, part) in zip(split, parts) { #expect(mismatch(actual, part, .exact) == nil) }
    }
  }

  @Test(arguments: [
    ([1, 3, 4, 5], 4), ([2, 16, 3, 7], 3), ([3, 32, 150, 130], 2), ([2, 5, 2, 2], 1),
  ])
  func repetitionAndSum(_ shape: [Int], _ count: Int) {
    var inputs = Inputs(65)
    let input = inputs.normal(shape)
    let repeated = Reference.repeatImages(input, count: count)
    let other = inputs.normal(repeated.shape)
    let sum = Reference.sumOfRepeatedImages(other, count: count)
    for layout in Layout.allCases {
      #expect(mismatch(layout(input).imagesRepeated(count), repeated, .exact) == nil)
      #expect(
        mismatch(
          sumOfRepeatedImages(layout(other), count: count), sum,
          .sum(
            terms: count,
            magnitude: Reference.sumOfRepeatedImages(absolute(other), count: count).magnitude))
          == nil)
    }
    // Each of the two operations is the adjoint of the other.
    #expect(abs(repeated.dot(other) - input.dot(sum)) < 1e-9 * Double(other.count))
  }

  @Test func concatenationOfLargeImages() {
    var inputs = Inputs(63)
    let parts = [inputs.uniform([1, 2, 300, 250]), inputs.uniform([1, 1, 300, 250])]
    #expect(
      mismatch(
        Tensor.joined(parts.map(\.tensor)), Reference.concatenateChannels(parts), .exact)
        == nil)
  }

  @Test(arguments: [[2, 3, 4, 6], [1, 16, 7, 9], [2, 17, 5, 4], [1, 32, 8, 8], [1, 1, 1, 3]])
  func pooling(_ shape: [Int]) {
    var inputs = Inputs(64)
    // Few different values, so that 2x2 blocks have ties.
    let input = inputs.normal(shape).map { ($0 * 2).rounded() }
    let (expected, places) = Reference.maxPool2x2(input)
    let (small, large) = (inputs.normal(expected.shape), inputs.normal(shape))
    for layout in Layout.allCases {
      let (output, switches) = layout(input).maxPooled()
      #expect(mismatch(output, expected, .exact) == nil)
      #expect(switches.inputShape == shape)
      #expect(switches.outputShape == expected.shape)
      #expect(switches.takenPlaces == places)
      for other in Layout.allCases {
        let scattered = Reference.scattered(small, to: places, shape: shape)
        #expect(mismatch(other(small).maxUnpooled(switches), scattered, .exact) == nil)
        #expect(
          mismatch(maxPool2x2Gradient(other(small), switches: switches), scattered, .exact) == nil)
        #expect(
          mismatch(
            maxUnpool2x2Gradient(other(large), switches: switches),
            Reference.gathered(large, from: places, shape: expected.shape), .exact) == nil)
      }
    }
  }

  @Test func poolingHandsOnWhatIsNotANumber() {
    for place in 0..<4 {
      var values: [Float] = [1, 2, 3, 4]
      values[place] = .nan
      let (output, switches) = Tensor(shape: [1, 1, 2, 2], values: values).maxPooled()
      #expect(output.values[0].isNaN)
      #expect(switches.takenPlaces == [place])
    }
  }
}
