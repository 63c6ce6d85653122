import BurnishInverse

/// A reduction to every n-th pixel of every n-th row.
struct SamplingStep: RecipeStep {
  var factor: Int

  var fault: (key: String, value: String, wanted: String)? {
    (1...16).contains(factor) ? nil : ("factor", "\(factor)", "1 to 16")
  }

  func loaded(by readers: RestorationRecipe.Readers) -> DegradationStep {
    .sampling(factor: factor)
  }
}
