import Burnish

extension Recipe {
  /// What is learned from, and how crops are taken from it.
  public struct TrainingData: Sendable, Hashable {
    /// The frames: the key `set` with keys of its own, beside those below.
    public var source: Source
    /// The last frames of the set, or of each of its folders, kept for validation.
    public var validationFrames: Int
    /// Rows and columns at the frames' edges that crops keep out of.
    public var margin: Int
    public var cropSize: Int
    public var batchSize: Int
    /// Mirrors half of the crops left to right, and half upside down.
    public var flips: Bool
    /// Mirrors half of the crops left to right, and none upside down; not where nothing is said.
    public var mirrors: Bool?
    /// Turns crops by a random number of quarter turns.
    public var quarterTurns: Bool
  }

  /// Where frames come from.
  public enum Source: Sendable, Hashable {
    /// `nyu-train`: depth and color of the folder `rgbd/NYU-train` of the data directory. The number
    /// is that of rounds of smoothing within the quantization cells of 8-bit depth.
    case nyuTrain(dequantizationRounds: Int)
    /// `nyu-train-labels`: labels and color of the same folder; scores are simulated from the labels,
    /// see `ClassScoreSimulation`.
    case nyuTrainLabels(ClassChoice, contrast: Float, noise: Float)
    /// `score-folders`: class scores (`.npy`), color images and labels in three folders of the data
    /// directory, whose files belong together in the order of their names.
    case scoreFolders(ClassChoice, scores: String, images: String, labels: String)
    /// `images`: all images of a folder.
    case images(ImageFolder)
    /// `color-images`: all images of several folders, in color.
    case colorImages(ColorFolders)
    /// `pairs`: images to give and images to make of them, in two folders.
    case pairs(PairFolders)
    /// `yale-faces`: every face of the folder `faces/yaleB` under each of its lights, and what it is to
    /// become, the same face under light from the front; without the subjects that are for tests. Frames
    /// are subjects here.
    case yaleFaces
    /// `nir-country`: colors under near-infrared light, the pairs of the folder `nir/country` of the
    /// data directory but the last 12, which are for tests. Each crop is of one color, at random.
    case nearInfrared

    /// What networks learn to restore, for the model's card.
    var target: ModelCard.Target? {
      switch self {
      case .nyuTrain: .depth
      case .images, .nearInfrared, .colorImages: .image
      case .nyuTrainLabels, .scoreFolders, .pairs, .yaleFaces: nil
      }
    }
  }

  /// A folder of images.
  public struct ImageFolder: Codable, Sendable, Hashable {
    /// Within the data directory.
    public var folder: String
    public var colors: Colors
    /// Of the images, in words, for the model's card.
    public var license: String

    public enum Colors: String, NamedChoice, Sendable, Hashable {
      /// Color images are turned into gray ones.
      case gray
      case rgb
    }
  }

  /// Folders of images in color that are learned from together.
  public struct ColorFolders: Codable, Sendable, Hashable {
    /// Within the data directory. Of each the last frames are kept for validation.
    public var folders: [String]
    /// Of the images, in words, for the model's card.
    public var license: String
    /// Rows and columns from one pixel that a step takes its loss at to the next; where the first one is
    /// changes at random.
    public var lossStride: Int
  }

  /// Two folders of images that belong together by their names without the endings.
  public struct PairFolders: Codable, Sendable, Hashable {
    /// What the network is given, within the data directory.
    public var inputs: String
    /// What it is to make of it, likewise.
    public var targets: String
    public var inputColors: ImageFolder.Colors
    public var targetColors: ImageFolder.Colors
    /// Of the images, in words, for the model's card.
    public var license: String
  }

  /// Which classes take part in a step.
  public struct ClassChoice: Codable, Sendable, Hashable {
    /// The label of pixels without a class, which do not count; -1 if there is none.
    public var ignoredLabel: Int
    /// How many classes of a crop take part: first those that its labels have most often, then those
    /// with the greatest scores.
    public var classesPerCrop: Int
  }
}

extension Recipe.TrainingData: Codable {
  private enum CodingKeys: String, CodingKey {
    case validationFrames, margin, cropSize, batchSize, flips, mirrors, quarterTurns
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    source = try Recipe.Source(from: decoder)
    validationFrames = try container.decode(Int.self, forKey: .validationFrames)
    margin = try container.decode(Int.self, forKey: .margin)
    cropSize = try container.decode(Int.self, forKey: .cropSize)
    batchSize = try container.decode(Int.self, forKey: .batchSize)
    flips = try container.decode(Bool.self, forKey: .flips)
    mirrors = try container.decodeIfPresent(Bool.self, forKey: .mirrors)
    quarterTurns = try container.decode(Bool.self, forKey: .quarterTurns)
  }

  public func encode(to encoder: any Encoder) throws {
    try source.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(validationFrames, forKey: .validationFrames)
    try container.encode(margin, forKey: .margin)
    try container.encode(cropSize, forKey: .cropSize)
    try container.encode(batchSize, forKey: .batchSize)
    try container.encode(flips, forKey: .flips)
    try container.encodeIfPresent(mirrors, forKey: .mirrors)
    try container.encode(quarterTurns, forKey: .quarterTurns)
  }
}

extension Recipe.Source: Codable {
  /// The sets by the names that recipes use.
  private enum Name: String, NamedChoice {
    case nyuTrain = "nyu-train"
    case nyuTrainLabels = "nyu-train-labels"
    case scoreFolders = "score-folders"
    case images = "pictures"
    case colorImages = "color-pictures"
    case nearInfrared = "nir-country"
    case pairs
    case yaleFaces = "yale-faces"
  }

  private enum CodingKeys: String, CodingKey {
    case set, dequantizationRounds, contrast, noise, scores, images, labels
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(Name.self, forKey: .set) {
    case .nyuTrain:
      self = .nyuTrain(
        dequantizationRounds: try container.decode(Int.self, forKey: .dequantizationRounds))
    case .nyuTrainLabels:
      self = .nyuTrainLabels(
        try Recipe.ClassChoice(from: decoder),
        contrast: try container.decode(Float.self, forKey: .contrast),
        noise: try container.decode(Float.self, forKey: .noise))
    case .scoreFolders:
      self = .scoreFolders(
        try Recipe.ClassChoice(from: decoder),
        scores: try container.decode(String.self, forKey: .scores),
        images: try container.decode(String.self, forKey: .images),
        labels: try container.decode(String.self, forKey: .labels))
    case .images:
      self = .images(try Recipe.ImageFolder(from: decoder))
    case .colorImages: self = .colorImages(try Recipe.ColorFolders(from: decoder))
    case .nearInfrared: self = .nearInfrared
    case .pairs: self = .pairs(try Recipe.PairFolders(from: decoder))
    case .yaleFaces: self = .yaleFaces
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .nyuTrain(let dequantizationRounds):
      try container.encode(Name.nyuTrain, forKey: .set)
      try container.encode(dequantizationRounds, forKey: .dequantizationRounds)
    case .nyuTrainLabels(let choice, let contrast, let noise):
      try container.encode(Name.nyuTrainLabels, forKey: .set)
      try choice.encode(to: encoder)
      try container.encode(contrast, forKey: .contrast)
      try container.encode(noise, forKey: .noise)
    case .scoreFolders(let choice, let scores, let images, let labels):
      try container.encode(Name.scoreFolders, forKey: .set)
      try choice.encode(to: encoder)
      try container.encode(scores, forKey: .scores)
      try container.encode(images, forKey: .images)
      try container.encode(labels, forKey: .labels)
    case .images(let choice):
      try container.encode(Name.images, forKey: .set)
      try choice.encode(to: encoder)
    case .colorImages(let choice):
      try container.encode(Name.colorImages, forKey: .set)
      try choice.encode(to: encoder)
    case .nearInfrared:
      try container.encode(Name.nearInfrared, forKey: .set)
    case .pairs(let choice):
      try container.encode(Name.pairs, forKey: .set)
      try choice.encode(to: encoder)
    case .yaleFaces:
      try container.encode(Name.yaleFaces, forKey: .set)
    }
  }
}
