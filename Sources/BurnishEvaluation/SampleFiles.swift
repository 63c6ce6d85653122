import Burnish
import BurnishCore
import BurnishData
import BurnishImages
import BurnishTensors
import Foundation

/// Images of the synthetic scene to try the program on, an input for each of its tasks.
public struct SampleFiles: Sendable {
  /// What all of them show.
  private let view: SyntheticScene.View
  /// How many times smaller what is to be enlarged is.
  private static let factor = 8

  /// The files that ``write(to:)`` makes, those in folders apart.
  public static let names =
    [
      "depth", "photo", "gray", "mask", "night", "infrared", "mosaic", "strokes", "small", "shake",
      "shaken", "scratches", "scratched", "seen",
    ].map { "\($0).png" } + ["recipe.yaml"]

  public init() { view = SyntheticScene().view() }

  /// Writes the images; those of the same names in the folder are replaced.
  ///
  /// - `photo.png`, 640x480, and `gray.png`, its luma;
  /// - `depth.png` in millimeters and `mask.png` of what is near, 80x60, as `dkn-bicubic` reduces;
  /// - `night.png`, the photograph with noise, and `infrared.png`, its red light alone, without any;
  /// - `mosaic.png`, the photograph as if laid of small stones;
  /// - `strokes.png`, short strokes of the photograph's colors on a transparent layer;
  /// - `pairs/inputs` and `pairs/targets`, parts of the mosaic and of the photograph, 12 each of 160x160
  ///   pixels, to train on;
  /// - what restorations undo, as ``writeRestorationSamples(of:to:)`` has it.
  /// - Parameter folder: made if it is not there yet.
  /// - Throws: ``Failure`` of the kind `cannotCreate` where the folder cannot be made or written to,
  ///   `inputOutput` when writing breaks off.
  public func write(to folder: String) throws(Failure) {
    try FileSystem.makeFolder(folder)
    let low = DepthProtocol.dknBicubic.reduced(view.depth, factor: Self.factor)
    try DepthMap(samples: low, unit: .millimeters).write(to: "\(folder)/depth.png")
    let images = [
      ("photo", Image(samples: view.color)), ("gray", Image(samples: rgbToGray(view.color))),
      ("mask", mask), ("night", night), ("infrared", infrared), ("mosaic", mosaic),
      ("strokes", strokes),
    ]
    for (name, image) in images { try image.write(to: "\(folder)/\(name).png") }
    try writeRestorationSamples(of: view.color, to: folder)
    try writeParts(of: mosaic, to: "\(folder)/pairs/inputs")
    try writeParts(of: Image(samples: view.color), to: "\(folder)/pairs/targets")
  }

  /// Cuts an image into squares, named by their numbers from the upper left on.
  private func writeParts(of image: Image, to folder: String) throws(Failure) {
    try FileSystem.makeFolder(folder)
    let size = 160
    var number = 0
    for top in stride(from: 0, through: image.height - size, by: size) {
      for left in stride(from: 0, through: image.width - size, by: size) {
        number += 1
        let part = image.samples.cropped(rows: top..<top + size, columns: left..<left + size)
        let name = number < 10 ? "0\(number)" : "\(number)"
        try Image(samples: part).write(to: "\(folder)/\(name).png")
      }
    }
  }

  /// White where something stands nearer than the floor and the walls that the camera sees.
  private var mask: Image {
    let near = Tensor(shape: view.depth.shape, values: view.depth.values.map { $0 < 2600 ? 1 : 0 })
    return Image(
      samples: DepthProtocol.dknBicubic.reduced(near, factor: Self.factor).clipped(to: 0...1))
  }

  private var night: Image {
    Image(samples: ReproducibleNoise(sigma: 18).added(to: view.color, number: 0))
  }

  private var infrared: Image {
    Image(samples: view.color.split(counts: [1, 1, 1])[0])
  }

  /// Stones of 4x4 pixels, each a little darker or lighter than the image there, with joints.
  private var mosaic: Image {
    var random = RandomNumbers(seed: 4)
    let (height, width) = (view.color.shape[2], view.color.shape[3])
    let stones = random.uniform(shape: [height / 4 + 1, width / 4 + 1], in: 0.8..<1.2).values
    var samples = view.color
    samples.withUnsafeMutableSamples { samples in
      for index in samples.indices {
        let (y, x) = (index / width % height, index % width)
        let isJoint = y % 4 == 0 || x % 4 == 0
        samples[index] *= stones[y / 4 * (width / 4 + 1) + x / 4] * (isJoint ? 0.75 : 1)
      }
    }
    return Image(samples: samples)
  }

  /// Strokes of 12x4 pixels, each of the color that the photograph has at its middle.
  private var strokes: Image {
    let (height, width) = (view.color.shape[2], view.color.shape[3])
    let colors = view.color.values
    var samples = Tensor(zeros: view.color.shape)
    var alpha = Tensor(zeros: view.depth.shape)
    samples.withUnsafeMutableSamples { samples in
      alpha.withUnsafeMutableSamples { alpha in
        for row in stride(from: 20, to: height, by: 40) {
          for column in stride(from: 20, to: width, by: 40) {
            for y in row - 2..<row + 2 {
              for x in column - 6..<column + 6 {
                alpha[y * width + x] = 1
                for plane in stride(from: 0, to: 3 * height * width, by: height * width) {
                  samples[plane + y * width + x] = colors[plane + row * width + column]
                }
              }
            }
          }
        }
      }
    }
    return Image(samples: samples, alpha: alpha)
  }
}
