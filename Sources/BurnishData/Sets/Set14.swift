extension DataSet where Element: ImageSample {
  /// Fourteen images of long use in super-resolution, one of which is gray.
  public static var set14: Self { .images("set14", in: "natural/Set14") }
}
