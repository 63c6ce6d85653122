extension DataSet<RestorationSample> {
  /// The 4 gray images of Levin et al., each with each of their 8 kernels.
  public static var levin: Self {
    .init("levin", in: "deblur/levin/gt", files: .imagesAndKernels(prefix: "kernel"))
  }
}
