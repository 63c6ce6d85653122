/// A sample of one image. One declaration of a data set serves all types of such samples.
public protocol ImageSample: Sample where Details == Void {
  /// The layout of a folder of images.
  static var layout: Files.Layout { get }
}

extension DataSet where Element: ImageSample {
  /// Declares a folder of images, all for tests.
  static func images(_ name: String, aliases: [String] = [], in folder: String) -> Self {
    .init(name, aliases: aliases, in: folder, files: Element.layout)
  }
}
