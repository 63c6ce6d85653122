import Burnish

/// A step and its kind, stored in one mapping.
struct AnyRecipeStep: Codable {
  enum Kind: String, NamedChoice {
    case blur, reduction, sampling, holes, crop, channels

    var type: any RecipeStep.Type {
      switch self {
      case .blur: BlurStep.self
      case .reduction: ReductionStep.self
      case .sampling: SamplingStep.self
      case .holes: HolesStep.self
      case .crop: CropStep.self
      case .channels: ChannelsStep.self
      }
    }
  }

  private enum CodingKeys: String, CodingKey { case kind }

  let kind: Kind
  var step: any RecipeStep

  init(from decoder: any Decoder) throws {
    kind = try decoder.container(keyedBy: CodingKeys.self).decode(Kind.self, forKey: .kind)
    step = try kind.type.init(from: decoder)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    try step.encode(to: encoder)
  }
}
