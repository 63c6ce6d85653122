extension DataSet where Element: ImageSample {
  /// The central parts of the 24 photographs of the Kodak Photo CD.
  public static var kodak24: Self { .images("kodak24", aliases: ["kodak"], in: "natural/Kodak24") }
}

extension DataSet<RestorationSample> {
  /// The central parts of the 24 photographs of the Kodak Photo CD, each with the first kernel of Levin et al., 19x19 pixels.
  public static var kodak24: Self {
    .init(
      "kodak24", aliases: ["kodak"], in: DataSet<ColorImage>.kodak24.folder,
      files: .imagesWithKernel(folder: levin.folder, name: "kernel1"))
  }
}
