import Burnish
import BurnishInverse

/// A loss of color channels.
struct ChannelsStep: RecipeStep {
  enum Color: String, NamedChoice { case red, green, blue }

  var kept: [Color]

  var fault: (key: String, value: String, wanted: String)? {
    let isSome = (1...2).contains(kept.count) && Set(kept).count == kept.count
    let found = kept.isEmpty ? "none" : kept.map(\.rawValue).joined(separator: ", ")
    return isSome ? nil : ("kept", found, "one or two of red, green and blue")
  }

  func loaded(by readers: RestorationRecipe.Readers) -> DegradationStep {
    .channels(kept.map { Color.allCases.firstIndex(of: $0)! })
  }
}
