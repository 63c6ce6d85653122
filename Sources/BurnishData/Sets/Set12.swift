extension DataSet where Element: ImageSample {
  /// The twelve standard test images for denoising.
  public static var set12: Self { .images("set12", in: "natural/Set12") }
}
