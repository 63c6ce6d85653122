import BurnishCore
import BurnishFilters
import BurnishImages
import BurnishTensors

/// Colors gray images with a network that learned the colors of things from color images.
///
/// ```swift
/// let photo = try Image.read("photo.png")
/// try await ModelCatalog().colorizer().colorized(photo).write(to: "colors.png")
/// ```
public struct ImageColorizer: Sendable {
  /// The name that a user gives for the weights: `rbdn-lab`.
  public let name: String
  /// The weights' model card.
  public let card: ModelCard
  /// The most rows and columns that the network processes at once, 64 at least. It processes larger
  /// inputs in parts, so memory stays bounded.
  public var tileSize = Tiling.imageSize
  private let output: ColorOutput
  /// The longer side to which larger images are reduced for the network.
  private let maximumSide: Int?
  private let network: NetworkImageFilter
  /// Aligns the colors of reduced images with the edges of the large ones.
  private static let alignment = GuidedFilter()

  /// A colorizer from its weight file; the file's card says how to build it.
  ///
  /// - Throws: ``Failure``: `noInput` if the file does not exist; `badData` if it is damaged, has
  ///   no card, is for another task, or lacks tensors of its card's architecture.
  public init(contentsOf path: String) throws(Failure) {
    try self.init(WeightFile(contentsOf: path))
  }

  /// - Throws: ``Failure`` of the kind `badData`, like ``init(contentsOf:)``.
  init(_ file: WeightFile) throws(Failure) {
    let (path, card) = (file.path, file.card)
    let (architecture, weights) = try file.contents()
    guard card.task == .colorization,
      case .lostColors(let output, let maximumSide) = card.degradation
    else {
      throw Failure(
        .badData, path, found: "weights for \(card.task.rawValue)",
        wanted: "weights for \(ModelCard.Task.colorization.rawValue)")
    }
    network = try NetworkImageFilter(
      architecture, weights: weights, at: output.lattice, path: path)
    self.maximumSide = maximumSide
    (name, self.card, self.output) = (card.title.name, card, output)
    guard network.channels == 1, network.outputChannels == output.channels else {
      throw Failure(
        .badData, path,
        found: "a network from \(network.channels) to \(network.outputChannels) channels",
        wanted: "one from 1 to \(output.channels)")
    }
  }

  /// The image in color.
  ///
  /// Its luma (ITU-R BT.601) stays: colors that are impossible at it are made paler, not lighter or
  /// darker. The result's luma therefore rounds to the gray samples of 8 or 16 bits. Alpha and the
  /// sample format stay.
  /// - Parameters:
  ///   - photo: gray or color; only the luma counts. Floating-point samples above 1 are light. The
  ///     network sees them divided by ``Image/lightScale``, and the result has their range.
  ///   - subject: the image's file, named in errors.
  ///   - progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: ``Failure``, like ``Image/checkLight(subject:)``, and `usage` for a ``tileSize`` or a
  ///   ``maximumSide`` out of its range.
  public func colorizedBlocking(
    _ photo: Image, subject: String = "image", progress: (Double) -> Void = { _ in }
  ) throws(Failure) -> Image {
    try photo.checkLight(subject: subject)
    try Tiling.check(tileSize: tileSize)
    if let maximumSide, maximumSide < 1 {
      throw Failure(
        .usage, "maximum side", found: "\(maximumSide) pixels", wanted: "1 pixel or more")
    }
    let seen = photo.seenByFilters().image
    let given = seen.grayscale().samples.clipped(to: 0...1)
    let colors: Tensor
    if let maximumSide {
      let seen = reduced(given, toSide: maximumSide).clipped(to: 0...1)
      colors = Self.alignment.filter(
        target: self.colors(ofLuma: seen, progress: progress), guide: seen, at: given)
    } else {
      colors = self.colors(ofLuma: given, progress: progress)
    }
    var result = photo
    result.samples = photo.withColors { output.image(luma: $0, colors: colors) }
    if result.channels != photo.channels { result.colorProfile = nil }
    return result
  }

  /// The colors `[1, 2, H, W]` for a luma `[1, 1, H, W]`.
  private func colors(ofLuma luma: Tensor, progress: (Double) -> Void) -> Tensor {
    let input = output.input(ofLuma: luma)
    // Enlargement reads one more sample on each side.
    let tiling = Tiling(
      tileSize: tileSize, reach: network.reach + output.lattice.stride,
      alignment: max(network.alignment, output.lattice.stride))
    return tiling.assembled(
      shape: [1, 2, luma.shape[2], luma.shape[3]],
      part: { rows, columns in
        output.colors(
          of: network.filter(
            output.inWholeSteps(input.cropped(rows: rows, columns: columns))),
          height: rows.count, width: columns.count)
      }, progress: progress)
  }
}
