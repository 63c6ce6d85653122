import BurnishCore
import BurnishFilters
import BurnishImages
import BurnishTensors

/// Turns images into others by a network that learned it from pairs of them, or by any that restores
/// images from themselves.
///
/// ```swift
/// let photo = try Image.read("photo.png")
/// try ImageMapper(contentsOf: "runs/mine/best.safetensors").mapped(photo).write(to: "result.png")
/// ```
public struct ImageMapper: Sendable {
  /// The name by which a user asks for the weights.
  public let name: String
  /// What the weights say about themselves.
  public let card: ModelCard
  /// The most rows and columns that the network works on at once; larger images are worked through in
  /// parts, so that memory stays bounded. 64 at least.
  public var tileSize = 512
  private let network: NetworkImageFilter

  /// A mapper from its weight file, whose card tells how to build it.
  ///
  /// - Throws: ``Failure``: `noInput` where there is no such file, `badData` where it is damaged, has no
  ///   card, is of a network that takes a guide or whose channels are not those of an image, or does not
  ///   hold the tensors that its card's architecture needs.
  public init(contentsOf path: String) throws(Failure) {
    try self.init(WeightFile(contentsOf: path))
  }

  /// - Throws: ``Failure`` of the kind `badData`, as ``init(contentsOf:)``.
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

  /// The channels of the images that come out: 1 for gray, 3 for color.
  public var outputChannels: Int { network.outputChannels }

  /// What the network makes of an image.
  ///
  /// A network for gray sees a color image in gray, one for color sees a gray image as three equal
  /// colors. Nothing is clipped. Alpha and the format of the samples stay, and so does the color
  /// profile if the result is in color as the image is, or gray like it.
  /// - Parameters:
  ///   - image: gray or color. Floating-point samples above 1 are light, which the network sees divided by
  ///     ``Image/lightScale``.
  ///   - subject: what a failure names: the image's file.
  ///   - progress: called after each part of the work with the share done, in 0...1.
  /// - Throws: ``Failure`` of the kind `badData` where samples are no light; and whatever
  ///   `progress` throws, which ends the work.
  public func mapped(
    _ image: Image, subject: String = "image", progress: (Double) throws -> Void = { _ in }
  ) throws -> Image {
    var result = try image.filteringLight(subject: subject) { seen, _ in
      let input = (network.channels == 1 ? seen.grayscale() : seen.inRGB()).samples
      return try Tiling(
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
