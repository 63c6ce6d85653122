import BurnishInverse

/// One of the things that happened to an image, as a recipe names it.
protocol RecipeStep: Codable {
  /// The file that it names, if one.
  var file: String? { get set }

  /// The first value that is out of range: its key, what it is, and what would do.
  var fault: (key: String, value: String, wanted: String)? { get }

  /// The step with what its file holds.
  ///
  /// - Parameter readers: of the files.
  func loaded(by readers: RestorationRecipe.Readers) throws -> DegradationStep
}

extension RecipeStep {
  var file: String? {
    get { nil }
    set {}
  }

  var fault: (key: String, value: String, wanted: String)? { nil }
}
