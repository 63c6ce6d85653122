extension DataSet<DepthSample> {
  /// Disparities of Lu, Ren, and Liu.
  public static var lu: Self {
    .init("lu", in: "rgbd/Lu", files: .depth(), details: .disparity)
  }
}
