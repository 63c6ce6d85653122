import BurnishImages
import BurnishTensors
import Foundation

extension SyntheticData {
  /// Writes faded versions of the frames' colors into the folder `faded`.
  func writePairs() throws {
    let target = folder.appendingPathComponent("faded")
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    let colors = folder.appendingPathComponent("rgbd/NYU-train/rgb").path
    for file in try FileManager.default.contentsOfDirectory(atPath: colors) {
      let image = try Image.read("\(colors)/\(file)")
      let name = file.replacingOccurrences(of: ".jpg", with: ".png")
      try Image(samples: image.samples * 0.4 + 0.5)
        .write(to: target.appendingPathComponent(name).path)
    }
  }

  /// Writes faces: each is a disc of its own gray, lit from the front, the left, and the right. The files of
  /// the last 8, which are for tests, are not images.
  func writeFaces(subjects: Int, height: Int = 48, width: Int = 40) throws {
    let target = folder.appendingPathComponent("faces/yaleB")
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    for subject in 1...subjects {
      for (light, slope) in [("A+000E+00", Float(0)), ("A+050E+00", 0.8), ("A-050E+00", -0.8)] {
        let name = "yaleB\(subject + 10)_P00\(light).pgm"
        let path = target.appendingPathComponent(name)
        guard subject <= subjects - 8 else {
          try Data("for tests".utf8).write(to: path)
          continue
        }
        let level = 0.4 + 0.4 * Float(subject) / Float(subjects)
        let samples = (0..<height * width).map { index -> Float in
          let (y, x) = (
            Float(index / width) / Float(height) - 0.5, Float(index % width) / Float(width) - 0.5
          )
          let face = x * x + y * y < 0.16 ? level : 0.2
          return min(1, max(0, face * (1 + slope * x - abs(slope) * 0.3)))
        }
        try Image(samples: Tensor(shape: [1, 1, height, width], values: samples)).write(
          to: path.path)
      }
    }
  }

  /// The recipe for faces, with a small RBDN.
  static func relighting(_ recipe: String) -> String {
    let recipe = pairs(recipe)
    return
      recipe
      .replacingCharacters(in: recipe.firstRange(of: /model:\n(  .*\n)+/)!, with: smallRBDN)
      .replacingOccurrences(of: "task: regression", with: "task: relighting")
      .replacing(/set: pairs\n(  (inputs|targets|inputColors|targetColors|licen[cs]e).*\n)+/) { _ in
        "set: yale-faces\n"
      }
      .replacingOccurrences(of: "validationFrames: 2", with: "validationFrames: 1")
  }

  /// The recipe for pairs of faded and true colors, with a small RBDN.
  static func pairs(_ recipe: String) -> String {
    let model =
      smallRBDN
      .replacingOccurrences(of: "inputChannels: 1", with: "inputChannels: 3")
      .replacingOccurrences(of: "outputChannels: 1", with: "outputChannels: 3")
    return recipe.replacingCharacters(
      in: recipe.firstRange(of: /model:\n(  .*\n)+/)!, with: model
    )
    .replacingOccurrences(of: "depth-upsampling", with: "regression")
    .replacingOccurrences(
      of: "kind: upsampling\n  factor: 4\n  protocol: dkn-bicubic", with: "kind: pairs"
    )
    .replacingOccurrences(
      of: "set: nyu-train\n",
      with: """
        set: pairs
          inputs: faded
          targets: rgbd/NYU-train/rgb
          inputColors: rgb
          targetColors: rgb
          license: made here

        """
    )
    .replacingOccurrences(of: "  dequantizationRounds: 0\n", with: "")
    .replacingOccurrences(of: "loss: l1", with: "loss: l2")
  }
}
