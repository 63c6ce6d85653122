import BurnishTensors

extension Variable {
  /// Moves each block of pixels into channels: `[N, C, H, W]` to `[N, C · block², H / block,
  /// W / block]`. The channel for row `dy` and column `dx` is `c · block² + dy · block + dx`.
  public func blocksInChannels(_ block: Int) -> Variable {
    Recording.unary(self, value.blocksInChannels(block)) {
      $0.channelsInBlocks(block)
    }
  }

  /// The inverse of ``blocksInChannels(_:)``.
  public func channelsInBlocks(_ block: Int) -> Variable {
    Recording.unary(self, value.channelsInBlocks(block)) {
      $0.blocksInChannels(block)
    }
  }

  /// Concatenates images along their channels.
  /// - Parameter inputs: at least one variable, each `[N, Cᵢ, H, W]` with the same N, H, and W.
  /// - Returns: `[N, Σ Cᵢ, H, W]`.
  public static func joined(_ inputs: [Variable]) -> Variable {
    let output = Tensor.joined(inputs.map(\.value))
    let recording = Recording(inputs)
    let nodes = inputs.map { recording.node($0) }
    let counts = inputs.map { $0.shape[1] }
    return recording.result(output, nodes) { gradient, tape in
      let parts = gradient.split(counts: counts)
      for case (let node?, let part) in zip(nodes, parts) { tape.add(part, to: node) }
    }
  }

  /// Splits images `[N, C, H, W]` along their channels.
  /// - Parameter counts: the numbers of channels of the parts, which sum to C.
  /// - Returns: the parts, each `[N, counts[i], H, W]`.
  public func split(counts: [Int]) -> [Variable] {
    let parts = value.split(counts: counts)
    let shape = self.shape
    return parts.indices.map { index in
      let before = counts[..<index].reduce(0, +)
      let after = shape[1] - before - counts[index]
      return Recording.unary(self, parts[index]) { gradient in
        func zeros(_ channels: Int) -> [Tensor] {
          channels == 0 ? [] : [Tensor(zeros: [shape[0], channels, shape[2], shape[3]])]
        }
        return Tensor.joined(zeros(before) + [gradient] + zeros(after))
      }
    }
  }

  /// The same samples with another shape of the same count.
  public func reshaped(to shape: [Int]) -> Variable {
    let inputShape = self.shape
    return Recording.unary(self, value.reshaped(to: shape)) { $0.reshaped(to: inputShape) }
  }

  /// The samples of images `[N, C, H, W]` at the pixels of a lattice, in the shape of
  /// ``PixelLattice/shape(of:)``.
  public func picked(at lattice: PixelLattice) -> Variable {
    let shape = self.shape
    return Recording.unary(self, value.picked(at: lattice)) {
      pickGradient($0, inputShape: shape, at: lattice)
    }
  }

  /// Sorts pixels by their position in square blocks: `[N, C, H, W]` to `[block² · N, C, H / block,
  /// W / block]`. Row `dy` and column `dx` of image `n` become image `(dy · block + dx) · N + n`.
  public func blocksInImages(_ block: Int) -> Variable {
    Recording.unary(self, value.blocksInImages(block)) {
      $0.imagesInBlocks(block)
    }
  }

  /// The inverse of ``blocksInImages(_:)``.
  public func imagesInBlocks(_ block: Int) -> Variable {
    Recording.unary(self, value.imagesInBlocks(block)) {
      $0.blocksInImages(block)
    }
  }

  /// Repeats each image several times in a row: `[N, C, H, W]` to `[N · count, C, H, W]`. Image `n · count + i`
  /// is image `n` of the input.
  public func imagesRepeated(_ count: Int) -> Variable {
    Recording.unary(self, value.imagesRepeated(count)) {
      sumOfRepeatedImages($0, count: count)
    }
  }
}
