/// The number of test subjects, which are the last ones.
private let testCount = 8

extension DataSet<FaceSample> {
  /// Extended Yale B, cropped: `yaleB01_P00A+000E+00.pgm` has light from the front, with azimuth and
  /// elevation 0.
  public static var faces: Self {
    .init(
      "faces", in: "faces/yaleB", license: "academic use",
      files: .init(suffix: ".pgm", front: "_P00A+000E+00.pgm", minimumCount: testCount + 1),
      training: .init("yale-faces", .beforeLast(testCount)) {
        "Extended Yale B, \($0.count) subjects under \($0[0].others.count + 1) lights"
      })
  }
}
