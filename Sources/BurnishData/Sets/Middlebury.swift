extension DataSet<DepthSample> {
  /// Disparities of the Middlebury stereo data sets.
  public static var middlebury: Self {
    .init("middlebury", in: "rgbd/Middlebury", files: .depth(), details: .disparity)
  }
}
