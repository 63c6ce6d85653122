import BurnishCore

// Samples on lattices of pixels. A tensor in blocks of 16 channels keeps its layout.

extension Tensor {
  /// The samples of images `[N, C, H, W]` at the pixels of a lattice.
  ///
  /// - Returns: a tensor with the shape of ``PixelLattice/shape(of:)``.
  public func picked(at lattice: PixelLattice) -> Tensor {
    if lattice == .everyPixel { return self }
    let (input, output) = alike(self, shape: lattice.shape(of: self.shape))
    forEachPixel(of: lattice, input.shape, block: input.channelBlock) { whole, part, count in
      copy(count, from: input.storage.pointer + whole, to: output.storage.pointer + part)
    }
    return output
  }
}

/// The gradient of ``picked(at:)`` with respect to its input: zero outside the lattice.
package func pickGradient(
  _ outputGradient: Tensor, inputShape: [Int], at lattice: PixelLattice
) -> Tensor {
  if lattice == .everyPixel { return outputGradient }
  var gradient = Tensor(zeros: inputShape)
  place(outputGradient, at: lattice, in: &gradient)
  return gradient
}

/// Writes samples to the pixels of a lattice and keeps the other pixels.
///
/// - Parameters:
///   - part: the samples, in the lattice's shape for `images`.
///   - images: `[N, C, H, W]`.
package func place(_ part: Tensor, at lattice: PixelLattice, in images: inout Tensor) {
  let shape = images.shape
  require(
    part.shape == lattice.shape(of: shape),
    "samples of shape \(part.shape) are not those of \(lattice) in images of \(shape)")
  if part.count == 0 { return }
  images.withUnsafeMutableSamples { images in
    part.withUnsafeSamples { part in
      let (images, part) = (images.baseAddress!, part.baseAddress!)
      forEachPixel(of: lattice, shape, block: 1) { whole, index, _ in
        images[whole] = part[index]
      }
    }
  }
}

extension Tensor {
  /// Sorts the pixels of images `[N, C, H, W]` by their position in square blocks. Each position makes a separate
  /// image.
  ///
  /// This turns the output of a strided layer, computed for every possible first pixel, into images that
  /// the following layers can process as usual.
  /// - Parameter block: the side r of a block; height and width must be multiples of it.
  /// - Returns: `[r * r * N, C, H / r, W / r]`; row `dy` and column `dx` of the blocks of image `n` are
  ///   image `(dy * r + dx) * N + n`. The gradient is ``imagesInBlocks(_:)``.
  public func blocksInImages(_ block: Int) -> Tensor {
    let shape = self.shape
    require(
      shape.count == 4 && block > 0 && shape[2] % block == 0 && shape[3] % block == 0,
      "an input of shape \(shape) cannot be cut into blocks of \(block) x \(block) pixels")
    let (input, output) = alike(
      self, shape: [shape[0] * block * block, shape[1], shape[2] / block, shape[3] / block])
    for (index, lattice) in PixelLattice.all(stride: block).enumerated() {
      let images = output.storage.pointer + index * (input.count / (block * block))
      forEachPixel(of: lattice, input.shape, block: input.channelBlock) { whole, part, count in
        copy(count, from: input.storage.pointer + whole, to: images + part)
      }
    }
    return output
  }

  /// The inverse of ``blocksInImages(_:)``, and its gradient. The tensor is `[r * r * N, C, H, W]`, with the images
  /// in the order of ``blocksInImages(_:)``.
  ///
  /// - Parameter block: the side r of a block.
  /// - Returns: `[N, C, H * r, W * r]`.
  public func imagesInBlocks(_ block: Int) -> Tensor {
    let shape = self.shape
    require(
      shape.count == 4 && block > 0 && shape[0] % (block * block) == 0,
      "the images of an input of shape \(shape) do not fill blocks of \(block) x \(block) pixels")
    let (input, output) = alike(
      self, shape: [shape[0] / (block * block), shape[1], shape[2] * block, shape[3] * block])
    for (index, lattice) in PixelLattice.all(stride: block).enumerated() {
      let images = input.storage.pointer + index * (input.count / (block * block))
      forEachPixel(of: lattice, output.shape, block: output.channelBlock) { whole, part, count in
        copy(count, from: images + part, to: output.storage.pointer + whole)
      }
    }
    withExtendedLifetime(input) {}
    return output
  }
}

/// The input in a readable layout, and an output with the same memory order.
func alike(_ input: Tensor, shape: [Int]) -> (input: Tensor, output: Tensor) {
  input.isChannels16 && !shape.contains(0)
    ? (input, .uninitialized(shape: shape, layout: .channels16(shape)))
    : (input.plain(), Tensor(shape: shape) { _ in })
}

extension Tensor {
  /// The number of adjacent samples of a pixel: 1 in plain order, 16 in blocks of 16 channels.
  fileprivate var channelBlock: Int { isPlain ? 1 : 16 }
}

/// Calls `body` for each pixel of the lattice. The first two arguments are the indices of the pixel's first sample in
/// the whole tensor and in the lattice's tensor. The third is the number of the pixel's adjacent samples, 1 or 16.
@inline(__always)
private func forEachPixel(
  of lattice: PixelLattice, _ shape: [Int], block: Int,
  _ body: (_ whole: Int, _ part: Int, _ count: Int) -> Void
) {
  let size = lattice.shape(of: shape)
  withoutActuallyEscaping(body) { body in
    Parallel.forEachRange(size[0] * size[1] / block * size[2], grain: 64) { range in
      for index in range {
        let (plane, y) = (index / size[2], index % size[2])
        let row = plane * shape[2] + lattice.row + y * lattice.stride
        let whole = (row * shape[3] + lattice.column) * block
        let part = index * size[3] * block
        for x in 0..<size[3] {
          body(whole &+ x &* lattice.stride &* block, part &+ x &* block, block)
        }
      }
    }
  }
}

@inline(__always)
private func copy(
  _ count: Int, from source: UnsafePointer<Float>, to destination: UnsafeMutablePointer<Float>
) {
  if count == 16 {
    UnsafeMutableRawPointer(destination).storeBytes(
      of: UnsafeRawPointer(source).loadUnaligned(as: SIMD16<Float>.self), as: SIMD16<Float>.self)
  } else {
    destination.pointee = source.pointee
  }
}
