import BurnishImages
import BurnishTensors
import Foundation

/// Data sets of small images that tests write themselves.
public enum DataFolder {
  /// Calls `body` with an empty folder, which is removed at the end.
  public static func with(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-data-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  /// Writes an image within a data folder.
  public static func write(_ image: Image, to path: String, in folder: URL) throws {
    let url = folder.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try image.write(to: url.path)
  }

  public static func gray(_ level: Float, width: Int = 20, height: Int = 14) -> Image {
    Image(samples: Tensor(repeating: level / 255, shape: [1, 1, height, width]))
  }

  /// A data folder with `count` pairs of the data set Lu, of 30 x 20 pixels.
  public static func withLu(
    count: Int, guides: Int? = nil, _ body: (String) throws -> Void
  ) throws {
    try with { folder in
      for kind in ["Depth", "RGB"] {
        try FileManager.default.createDirectory(
          at: folder.appendingPathComponent("rgbd/Lu/\(kind)"), withIntermediateDirectories: true)
      }
      for index in 0..<count {
        let path = folder.appendingPathComponent("rgbd/Lu/Depth/\(index)_depth.png").path
        try DepthMap(samples: depth(index), unit: .levels8).write(to: path)
      }
      for index in 0..<(guides ?? count) {
        let color = Image(samples: Tensor(repeating: 0.5, shape: [1, 3, 20, 30]))
        try write(color, to: "rgbd/Lu/RGB/\(index)_color.png", in: folder)
      }
      try body(folder.path)
    }
  }

  /// The depth of a pair of ``withLu(count:guides:_:)``.
  public static func depth(_ index: Int) -> Tensor {
    Tensor(
      shape: [1, 1, 20, 30],
      values: (0..<600).map { Float(($0 % 30 * (5 + index) + $0 / 30 * 7) % 200) })
  }
}
