import Burnish
import BurnishImages
import BurnishInverse

/// A reduction by a factor, with a kernel and a dialect of resampling.
struct ReductionStep: RecipeStep {
  var factor: Double
  var resampling: ResamplingKernel?
  var dialect: ResamplingDialect?

  var fault: (key: String, value: String, wanted: String)? {
    guard (1...16).contains(factor) else {
      return ("factor", "\(factor)", "a number in 1...16")
    }
    let dialect = dialect ?? .matlab
    return dialect.fault(factor: factor, kernel: resampling ?? .bicubic).map { fault in
      let parts = fault.split(separator: "; expected ")
      return ("dialect", "\(dialect.rawValue), which \(parts[0])", String(parts[1]))
    }
  }

  func loaded(by readers: RestorationRecipe.Readers) -> DegradationStep {
    .reduction(factor: factor, kernel: resampling ?? .bicubic, dialect: dialect ?? .matlab)
  }
}

extension ResamplingKernel: NamedChoice {}
extension ResamplingDialect: NamedChoice {}
