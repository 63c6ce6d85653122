import Burnish
import BurnishInverse

/// Missing pixels, marked by a mask.
struct HolesStep: RecipeStep {
  var mask: String

  var file: String? {
    get { mask }
    set { mask = newValue ?? mask }
  }

  func loaded(by readers: RestorationRecipe.Readers) throws -> DegradationStep {
    .holes(known: try Mask.known(in: readers.image(mask), subject: mask), subject: mask)
  }
}
