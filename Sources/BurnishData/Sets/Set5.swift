extension DataSet where Element: ImageSample {
  /// The five standard test images for super-resolution.
  public static var set5: Self { .images("set5", in: "natural/Set5") }
}
