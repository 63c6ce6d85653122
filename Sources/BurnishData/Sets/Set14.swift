extension DataSet where Element: ImageSample {
  /// The fourteen standard test images for super-resolution, one of them gray.
  public static var set14: Self { .images("set14", in: "natural/Set14") }
}
