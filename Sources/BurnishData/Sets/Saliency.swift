extension DataSet<SaliencySample> {
  /// Photographs with masks of their salient objects.
  public static var saliency: Self {
    .init(
      "saliency", in: "saliency",
      files: .ordered(
        targets: .init("gt", words: "masks"), guides: .init("img", words: "photographs")))
  }
}
