import BurnishCore
import BurnishFilters
import BurnishImages
import BurnishModels
import BurnishTensors
import Foundation

/// The kernel of a deformable kernel network at one pixel, with its input around the pixel.
///
/// B. Kim, J. Ponce, B. Ham, "Deformable Kernel Networks for Joint Image Filtering", figure 13, shows
/// such kernels.
public struct KernelInspection: Sendable {
  /// The name of the model.
  public let model: String
  /// The pixel's column and row.
  public let x, y: Int
  public let kernel: PixelKernel
  /// The target's sample at the pixel, as the network sees it.
  public let targetSample: Float
  /// The network's output at the pixel.
  public let result: Float
  /// The guide in the kernel's window, `[1, 3, 2 r + 1, 2 r + 1]`; outside of the image, its
  /// nearest pixel is repeated.
  public let guideWindow: Tensor
  /// The target in the same window, `[1, 1, 2 r + 1, 2 r + 1]`.
  public let targetWindow: Tensor
}

extension Model where Filter == any JointFilter {
  /// The model's network if it predicts kernels.
  var kernelNetwork: (any KernelPredicting)? {
    (filter as? NetworkFilter)?.network as? any KernelPredicting
  }

  /// Inspects what the model does at one pixel.
  ///
  /// - Parameters:
  ///   - target: `[1, 1, H, W]`, samples in 0...1.
  ///   - guide: `[1, 1, H, W]` for gray or `[1, 3, H, W]`, samples in 0...1.
  ///   - x: the pixel's column, in `0..<W`.
  ///   - y: its row, in `0..<H`.
  /// - Throws: ``Failure`` of the kind `usage` if the model has no kernels to show or there is no such
  ///   pixel, and `badData` for other shapes.
  public func inspected(
    target: Tensor, guide: Tensor, x: Int, y: Int
  ) throws(Failure) -> KernelInspection {
    try checkPlanes(target.shape, guide: guide.shape)
    let (height, width) = (target.shape[2], target.shape[3])
    guard target.shape[1] == 1 else {
      throw Failure(
        .badData, "target", found: "\(target.shape[1]) channels", wanted: "a single one")
    }
    guard (0..<width).contains(x), (0..<height).contains(y) else {
      throw Failure(
        .usage, "pixel", found: "column \(x), row \(y)",
        wanted: "a place in \(width)x\(height) pixels")
    }
    let guide = inThreeChannels(guide)
    guard let network = kernelNetwork else {
      throw Failure(
        .usage, "model \(name)", found: "a filter that predicts no kernels",
        wanted: "weights of FDKN or DKN")
    }
    // The pixel's surroundings suffice: the network's result there equals the result on the whole
    // image.
    func part(_ place: Int, of extent: Int) -> Range<Int> {
      let start = place / filter.alignment * filter.alignment
      let margin = (filter.reach / filter.alignment + 1) * filter.alignment
      return max(0, start - margin)..<min(extent, start + filter.alignment + margin)
    }
    let (rows, columns) = (part(y, of: height), part(x, of: width))
    let kernel = network.kernel(
      target.cropped(rows: rows, columns: columns),
      guide: guide.cropped(rows: rows, columns: columns),
      x: x - columns.lowerBound, y: y - rows.lowerBound)
    return KernelInspection(
      model: name, x: x, y: y, kernel: kernel,
      targetSample: target.withUnsafeSamples { $0[y * width + x] },
      result: kernel.applied(to: target, x: x, y: y),
      guideWindow: window(of: guide, x: x, y: y, radius: kernel.windowRadius),
      targetWindow: window(of: target, x: x, y: y, radius: kernel.windowRadius))
  }
}

/// The square around a pixel; outside of the image, its nearest pixel is repeated.
private func window(of image: Tensor, x: Int, y: Int, radius: Int) -> Tensor {
  let (height, width) = (image.shape[2], image.shape[3])
  let side = 2 * radius + 1
  return image.withUnsafeSamples { samples in
    Tensor(shape: [1, image.shape[1], side, side]) { result in
      for index in result.indices {
        let (plane, row, column) = (index / (side * side), index / side % side, index % side)
        let (fromRow, fromColumn) = (
          max(0, min(height - 1, y + row - radius)), max(0, min(width - 1, x + column - radius))
        )
        result[index] = samples[(plane * height + fromRow) * width + fromColumn]
      }
    }
  }
}

extension KernelInspection {
  /// The windows of guide and target, with a red dot at the pixel. The weights stand beside them as
  /// a color map.
  ///
  /// ``PixelKernel/weightMap()`` distributes the weights over pixels. If they sum to 0, green is 0,
  /// red is positive and blue is negative. Otherwise dark blue is 0.
  ///
  /// - Parameter scale: the size of a window's pixel, in pixels of the result.
  /// - Throws: ``Failure`` of the kind `usage` for a scale outside of 1...1000.
  public func image(scale: Int = 16) throws(Failure) -> Image {
    guard (1...1000).contains(scale) else {
      throw Failure(.usage, "scale", found: "\(scale)", wanted: "1 to 1000")
    }
    func enlarged(_ image: Image) throws(Failure) -> Image {
      try image.resized(
        height: image.height * scale, width: image.width * scale, kernel: .nearest,
        dialect: .pillow)
    }
    func marked(_ image: Image) throws(Failure) -> Image {
      try enlarged(image).marked(
        x: image.width * scale / 2, y: image.height * scale / 2, radius: max(1, scale / 3),
        color: (1, 0, 0))
    }
    let map = kernel.weightMap()
    let maximum = map.values.reduce(0) { max($0, abs($1)) }
    let values = targetWindow.values
    let gray = ColorMap.gray.image(of: targetWindow, range: values.min()!...values.max()!)
    let side = kernel.windowRadius * 2 + 1
    return try ContactSheet([
      .init(marked(Image(samples: guideWindow)), caption: "guide \(side)x\(side)"),
      .init(marked(gray), caption: "target"),
      .init(
        enlarged(
          ColorMap.turbo.image(of: map, range: (kernel.residual ? -maximum : 0)...maximum)),
        caption: String(format: "weights to %.2f", maximum)),
    ]).rendered()
  }

  /// One JSON object: `model`, `x`, `y`, `residual`, `windowRadius`, `target`, `result` and `taps`.
  /// `target` and `result` are the network's input and output at the pixel. Each tap has `x`, `y`
  /// (relative to the pixel, to the right and downward) and `weight`.
  public func json() -> Data {
    struct Report: Encodable {
      let model: String
      let x, y: Int
      let residual: Bool
      let windowRadius: Int
      let target, result: Float
      let taps: [PixelKernel.Tap]
    }
    do {
      return try JSONValue.indented(
        Report(
          model: model, x: x, y: y, residual: kernel.residual, windowRadius: kernel.windowRadius,
          target: targetSample, result: result, taps: kernel.taps)) + Data("\n".utf8)
    } catch {
      fatalError("strings and finite numbers have a JSON form: \(error)")
    }
  }
}
