extension DataSet<NearInfraredSample> {
  /// Photographs of landscapes with the same views in near-infrared light.
  public static var nir: Self {
    .init(
      "nir", in: "nir/country", license: "not stated",
      files: .ordered(
        targets: .init(words: "color images", suffix: "_rgb.jpg"),
        guides: .init(words: "near-infrared images", suffix: "_nir.jpg")),
      training: .init("nir-country", .beforeLast(12)) {
        "nir/country, \($0.count) pairs of color and near-infrared"
      })
  }
}
