import Burnish

extension Recipe {
  /// The training samples and the choice of crops.
  public struct TrainingData: Sendable, Hashable {
    /// The source of frames: the key `set` with its own keys, next to the keys below.
    public var source: Source
    /// The number of frames for validation: the last ones of the set, or of each of its folders.
    public var validationFrames: Int
    /// The number of rows and columns at the frames' edges that crops avoid.
    public var margin: Int
    public var cropSize: Int
    public var batchSize: Int
    /// Whether to mirror half of the crops left to right, and half upside down.
    public var flips: Bool
    /// Whether to mirror half of the crops left to right, and none upside down; not if `nil`.
    public var mirrors: Bool?
    /// Whether to rotate crops by a random number of quarter turns.
    public var quarterTurns: Bool
  }

  /// A folder of images.
  public struct ImageFolder: Codable, Sendable, Hashable {
    /// The folder, within the data directory.
    public var folder: String
    public var colors: Colors
    /// The license of the images in words, for the model's card.
    public var license: String

    public enum Colors: String, NamedChoice, Sendable, Hashable {
      /// Color images become gray.
      case gray
      case rgb
    }
  }

  /// Folders of color images that together are the training samples.
  public struct ColorFolders: Codable, Sendable, Hashable {
    /// The folders, within the data directory. The last frames of each are for validation.
    public var folders: [String]
    /// The license of the images in words, for the model's card.
    public var license: String
    /// The distance in rows and columns between pixels of a step's loss; the place of the first one is random.
    public var lossStride: Int
  }

  /// Two folders of images, paired by names without extensions.
  public struct PairFolders: Codable, Sendable, Hashable {
    /// The folder of the network's inputs, within the data directory.
    public var inputs: String
    /// The folder of the targets, within the data directory.
    public var targets: String
    public var inputColors: ImageFolder.Colors
    public var targetColors: ImageFolder.Colors
    /// The license of the images in words, for the model's card.
    public var license: String
  }

  /// The choice of classes for a step.
  public struct ClassChoice: Codable, Sendable, Hashable {
    /// The label of pixels without a class, which the loss ignores; -1 if all pixels have classes.
    public var ignoredLabel: Int
    /// The number of classes for each crop: first the most frequent labels, then the highest scores.
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
