import Burnish
import BurnishCore
import BurnishData
import BurnishImages
import BurnishTensors
import Foundation

/// Images of the synthetic scene for trying the program, with an input for each of its tasks.
public struct SampleFiles: Sendable {
  /// The view in all images.
  private let view: SyntheticScene.View
  /// The factor by which the inputs of upsampling are smaller.
  private static let factor = 8

  /// The files of ``write(to:)``, without those in subfolders.
  public static let names =
    [
      "depth", "photo", "gray", "mask", "night", "infrared", "mosaic", "strokes", "small", "shake",
      "shaken", "scratches", "scratched", "seen",
    ].map { "\($0).png" } + ["recipe.yaml"]

  public init() { view = SyntheticScene().view() }

  /// Writes the images and replaces files of the same names.
  ///
  /// - `photo.png`, 640x480, and `gray.png`, its luma;
  /// - `depth.png` in millimeters and `mask.png` of near objects, 80x60, reduced as in `dkn-bicubic`;
  /// - `night.png`, the photograph with noise, and `infrared.png`, its red channel without noise;
  /// - `mosaic.png`, the photograph as a mosaic of small stones;
  /// - `strokes.png`, short strokes of the photograph's colors on a transparent layer;
  /// - `pairs/inputs` and `pairs/targets`, training pairs: 12 parts each of the mosaic and of the photograph,
  ///   160x160 pixels;
  /// - the samples for restoration of ``writeRestorationSamples(of:to:)``.
  /// - Parameter folder: the folder, made if it does not exist.
  /// - Throws: ``Failure`` of the kind `cannotCreate` if the folder cannot be made or written to, `inputOutput`
  ///   if writing fails midway.
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

  /// Writes an image as squares, numbered from the upper left.
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

  /// A mask that is white where objects are nearer than the visible floor and walls.
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

  /// A mosaic of stones of 4x4 pixels with joints, each slightly darker or lighter than the image there.
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

  /// Strokes of 12x4 pixels, each in the photograph's color at its center.
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
