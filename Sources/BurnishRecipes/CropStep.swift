import BurnishInverse
import BurnishTensors

/// A crop of rows and columns.
struct CropStep: RecipeStep {
  var top, left, bottom, right: Int?

  /// The most rows or columns to continue an image by. Its pixels matter within the reach of the
  /// autoencoder's network, about 20 pixels. Samples further out depend only on invented ones.
  private static let maximum = 100

  var fault: (key: String, value: String, wanted: String)? {
    let sides = [("top", top), ("left", left), ("bottom", bottom), ("right", right)]
    for (key, value) in sides {
      if let value, !(0...Self.maximum).contains(value) {
        return (key, "\(value)", "0 to \(Self.maximum)")
      }
    }
    let isSome = sides.contains { ($0.1 ?? 0) > 0 }
    return isSome
      ? nil : ("kind", "crop, of no rows and columns", "top, left, bottom or right above 0")
  }

  func loaded(by readers: RestorationRecipe.Readers) -> DegradationStep {
    .crop(.init(top: top ?? 0, left: left ?? 0, bottom: bottom ?? 0, right: right ?? 0))
  }
}
