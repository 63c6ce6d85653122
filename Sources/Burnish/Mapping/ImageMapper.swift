import BurnishCore
import BurnishFilters
import BurnishImages
import BurnishTensors

/// Turns images into others with a network that was trained on pairs, or with any network that
/// restores images without a guide.
///
/// ```swift
/// let photo = try Image.read("photo.png")
/// try await ImageMapper(contentsOf: "runs/mine/best.safetensors").mapped(photo).write(to: "result.png")
/// ```
public struct ImageMapper: Sendable {
  /// The name that a user gives for the weights.
  public let name: String
  /// The weights' model card.
  public let card: ModelCard
  /// The most rows and columns that the network processes at once, 64 at least. It processes larger
  /// images in parts, so memory stays bounded.
  public var tileSize = Tiling.imageSize
  private let network: NetworkImageFilter

  /// A mapper from its weight file; the file's card says how to build it.
  ///
  /// - Throws: ``Failure``: `noInput` if the file does not exist; `badData` if it is damaged, has
  ///   no card, or lacks tensors of its card's architecture. Also `badData` if the network takes a
  ///   guide or its channels are not those of an image.
  public init(contentsOf path: String) throws(Failure) {
    try self.init(WeightFile(contentsOf: path))
  }

  /// - Throws: ``Failure`` of the kind `badData`, like ``init(contentsOf:)``.
  init(_ file: WeightFile) throws(Failure) {
    let (path, card) = (file.path, file.card)
    let (architecture, weights) = try file.contents()
    network = try NetworkImageFilter(architecture, weights: weights, path: path)
    (name, self.card) = (card.name, card)
    guard card.task != .colorization else {
      throw Failure(
        .badData, path, found: "weights for \(card.task.rawValue)",
        wanted: "weights that make images of images")
    }
    for channels in [network.channels, network.outputChannels] where ![1, 3].contains(channels) {
      throw Failure(
        .badData, path, found: "a network of \(channels) channels",
        wanted: "1 for gray or 3 for color")
    }
  }

  /// The channels of the results: 1 for gray, 3 for color.
  public var outputChannels: Int { network.outputChannels }

  /// The network's result for an image.
  ///
  /// A network for gray sees a color image in gray. A network for color sees a gray image as three
  /// equal colors. Nothing is clipped. Alpha and the sample format stay. The color profile stays if
  /// image and result are both gray or both color.
  /// - Parameters:
  ///   - image: gray or color. Floating-point samples above 1 are light. The network sees them
  ///     divided by ``Image/lightScale``.
  ///   - subject: the image's file, named in errors.
  ///   - progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: ``Failure`` of the kind `badData` if samples are not light, and `usage` for
  ///   a ``tileSize`` out of its range.
  public func mappedBlocking(
    _ image: Image, subject: String = "image", progress: (Double) -> Void = { _ in }
  ) throws(Failure) -> Image {
    try Tiling.check(tileSize: tileSize)
    var result = try image.filteringLight(subject: subject) { seen, _ in
      let input = (network.channels == 1 ? seen.grayscale() : seen.inRGB()).samples
      return Tiling(
        tileSize: tileSize, reach: network.reach, alignment: network.alignment
      ).assembled(
        shape: [1, network.outputChannels, image.height, image.width],
        part: { rows, columns in network.filter(input.cropped(rows: rows, columns: columns)) },
        progress: progress)
    }
    if result.channels != image.channels { result.colorProfile = nil }
    return result
  }
}
