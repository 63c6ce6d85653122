import BurnishImages

extension DataSet<DepthSample> {
  /// RGB-D-D: depth maps of a time-of-flight camera with color images.
  public static var rgbdd: Self {
    .init(
      "rgbdd", in: "rgbd/RGB-D-D", files: .depth(),
      details: .init(unit: "cm", fileUnit: .millimeters, step: 0.1))
  }
}
