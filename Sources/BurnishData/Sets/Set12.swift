extension DataSet where Element: ImageSample {
  /// Twelve images of long use in denoising.
  public static var set12: Self { .images("set12", in: "natural/Set12") }
}
