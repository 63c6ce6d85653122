import BurnishInverse

/// One degradation of an image, as a recipe names it.
protocol RecipeStep: Codable {
  /// The file that the step names, if any.
  var file: String? { get set }

  /// The first value that is out of range: its key, its value, and the accepted values.
  var fault: (key: String, value: String, wanted: String)? { get }

  /// The step with its file's contents.
  ///
  /// - Parameter readers: the readers of the files.
  func loaded(by readers: RestorationRecipe.Readers) throws -> DegradationStep
}

extension RecipeStep {
  var file: String? {
    get { nil }
    set {}
  }

  var fault: (key: String, value: String, wanted: String)? { nil }
}
