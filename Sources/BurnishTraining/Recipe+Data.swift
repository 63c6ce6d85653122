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
