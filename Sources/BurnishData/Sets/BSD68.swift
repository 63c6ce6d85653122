extension DataSet where Element: ImageSample {
  /// The 68 images of Roth and Black from the Berkeley segmentation data set.
  public static var bsd68: Self { .images("bsd68", in: "natural/BSD68") }
}
