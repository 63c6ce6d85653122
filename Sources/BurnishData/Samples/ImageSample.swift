/// A sample of one image, so that one declaration of a data set serves several uses.
public protocol ImageSample: Sample where Details == Void {
  /// That of a folder of images.
  static var layout: Files.Layout { get }
}

extension DataSet where Element: ImageSample {
  /// The images of a folder, all of them for tests.
  static func images(_ name: String, in folder: String) -> Self {
    .init(name, in: folder, files: Element.layout)
  }
}
