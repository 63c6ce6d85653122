import Burnish
import BurnishData

extension Recipe {
  /// The source of samples: the key `set`.
  public enum Source: Sendable, Hashable {
    /// Depth and color of a data set: `nyu-train`. `dequantizationRounds` is the number of smoothing rounds
    /// within the quantization cells of 8-bit depth.
    case depth(DataSet<DepthSample>, dequantizationRounds: Int)
    /// Labels and color of a data set: `nyu-train-labels`. `ClassScoreSimulation` makes scores from the labels.
    case labels(DataSet<LabeledSample>, ClassChoice, contrast: Float, noise: Float)
    /// Colors with near-infrared guides of a data set: `nir-country`. Each crop has one random color channel.
    case nearInfrared(DataSet<NearInfraredSample>)
    /// Faces of a data set: `yale-faces`. Inputs are the faces under each light; targets are the same faces
    /// under light from the front. Each sample is one subject.
    case faces(DataSet<FaceSample>)
    /// `score-folders`: class scores (`.npy`), color images, and labels in three folders of the data
    /// directory, grouped by the order of their names.
    case scoreFolders(ClassChoice, scores: String, images: String, labels: String)
    /// `pictures`: all images of a folder.
    case images(ImageFolder)
    /// `color-pictures`: all images of several folders, in color.
    case colorImages(ColorFolders)
    /// `pairs`: input images and target images, in two folders.
    case pairs(PairFolders)

    /// The type of image that networks learn to restore, for the model's card.
    var target: ModelCard.Target? {
      switch self {
      case .depth: .depth
      case .images, .nearInfrared, .colorImages: .image
      case .labels, .scoreFolders, .pairs, .faces: nil
      }
    }
  }
}

extension Recipe.Source: Codable {
  /// Sets of folders that the recipe itself names, by their names in recipes.
  private enum Folders: String, CaseIterable {
    case scoreFolders = "score-folders"
    case images = "pictures"
    case colorImages = "color-pictures"
    case pairs
  }

  private enum CodingKeys: String, CodingKey {
    case set, dequantizationRounds, contrast, noise, scores, images, labels
  }

  /// All values of the key `set`.
  private static var names: [String] {
    DataSet<DepthSample>.trainingNames + DataSet<LabeledSample>.trainingNames
      + DataSet<NearInfraredSample>.trainingNames + DataSet<FaceSample>.trainingNames
      + Folders.allCases.map(\.rawValue)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let name = try container.decode(String.self, forKey: .set)
    if let set = DataSet<DepthSample>(forTraining: name) {
      self = .depth(
        set, dequantizationRounds: try container.decode(Int.self, forKey: .dequantizationRounds))
    } else if let set = DataSet<LabeledSample>(forTraining: name) {
      self = .labels(
        set, try Recipe.ClassChoice(from: decoder),
        contrast: try container.decode(Float.self, forKey: .contrast),
        noise: try container.decode(Float.self, forKey: .noise))
    } else if let set = DataSet<NearInfraredSample>(forTraining: name) {
      self = .nearInfrared(set)
    } else if let set = DataSet<FaceSample>(forTraining: name) {
      self = .faces(set)
    } else if let folders = Folders(rawValue: name) {
      self = try Self(folders, from: decoder)
    } else {
      throw DecodingError.dataCorruptedError(
        forKey: .set, in: container,
        debugDescription: "\"\(name)\", which is none of \(Self.names.joined(separator: ", "))")
    }
  }

  private init(_ folders: Folders, from decoder: any Decoder) throws {
    switch folders {
    case .scoreFolders:
      let container = try decoder.container(keyedBy: CodingKeys.self)
      self = .scoreFolders(
        try Recipe.ClassChoice(from: decoder),
        scores: try container.decode(String.self, forKey: .scores),
        images: try container.decode(String.self, forKey: .images),
        labels: try container.decode(String.self, forKey: .labels))
    case .images: self = .images(try Recipe.ImageFolder(from: decoder))
    case .colorImages: self = .colorImages(try Recipe.ColorFolders(from: decoder))
    case .pairs: self = .pairs(try Recipe.PairFolders(from: decoder))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .set)
    switch self {
    case .depth(_, let dequantizationRounds):
      try container.encode(dequantizationRounds, forKey: .dequantizationRounds)
    case .labels(_, let choice, let contrast, let noise):
      try choice.encode(to: encoder)
      try container.encode(contrast, forKey: .contrast)
      try container.encode(noise, forKey: .noise)
    case .scoreFolders(let choice, let scores, let images, let labels):
      try choice.encode(to: encoder)
      try container.encode(scores, forKey: .scores)
      try container.encode(images, forKey: .images)
      try container.encode(labels, forKey: .labels)
    case .images(let choice): try choice.encode(to: encoder)
    case .colorImages(let choice): try choice.encode(to: encoder)
    case .pairs(let choice): try choice.encode(to: encoder)
    case .nearInfrared, .faces: break
    }
  }

  private var name: String? {
    switch self {
    case .depth(let set, _): set.training?.name
    case .labels(let set, _, _, _): set.training?.name
    case .nearInfrared(let set): set.training?.name
    case .faces(let set): set.training?.name
    case .scoreFolders: Folders.scoreFolders.rawValue
    case .images: Folders.images.rawValue
    case .colorImages: Folders.colorImages.rawValue
    case .pairs: Folders.pairs.rawValue
    }
  }
}
