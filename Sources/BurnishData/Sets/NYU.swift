import BurnishImages

private enum NYU {
  static let testFolder = "rgbd/NYU-test"
  static let trainingFolder = "rgbd/NYU-train"
  static let license = "academic use"
}

extension DataSet<DepthSample> {
  /// NYU v2: depth maps of rooms with color images. The files have 8 bits. A level v means the middle of its
  /// quantization cell, (v + 0.5) * 10 / 255 meters, plus or minus half a step.
  public static var nyu: Self {
    .init(
      "nyu", in: NYU.testFolder, license: NYU.license, files: .depth("depth", color: "rgb"),
      training: .init(
        "nyu-train", .folder(NYU.trainingFolder, .numbered(targets: "depth", guides: "rgb"))
      ) { "NYU v2, \($0.count) frames, depth of 8 bits" },
      details: .init(unit: "cm", fileUnit: .levels8, offset: 0.5, step: 1000 / 255))
  }
}

extension DataSet<LabeledSample> {
  /// The same rooms with 40 classes; the label 0 means no class.
  public static var nyu: Self {
    .init(
      "nyu", in: NYU.testFolder, license: NYU.license,
      files: .ordered(
        targets: .init("label40", words: "label images"),
        guides: .init("rgb", words: "photographs")),
      training: .init(
        "nyu-train-labels",
        .folder(NYU.trainingFolder, .numbered(targets: "label40", guides: "rgb"))
      ) { "NYU v2, labels of \($0.count) frames" },
      details: .init(count: 41, ignored: 0))
  }
}
