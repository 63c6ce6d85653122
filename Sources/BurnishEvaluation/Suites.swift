import Burnish
import BurnishCore
import BurnishData
import BurnishTensors

// The test samples of evaluations, by type of sample.

public typealias DepthSuite = Split<DepthSample>
public typealias SegmentationSuite = Split<LabeledSample>
public typealias SaliencySuite = Split<SaliencySample>
public typealias NearInfraredSuite = Split<NearInfraredSample>
public typealias ImageSuite = Split<GrayImage>
public typealias ColorSuite = Split<ColorImage>
public typealias RestorationSuite = Split<RestorationSample>

extension Split {
  /// The data set, named in reports.
  public var name: DataSet<Element> { dataSet }
}

extension Split where Element.Files == ImagePair {
  public var pairs: [ImagePair] { files }
}

extension Split where Element.Files == ImageFile {
  public var paths: [String] { files.map(\.path) }
}

extension Split<LabeledSample> {
  public init(dataDirectory: String, limit: Int? = nil) throws(Failure) {
    try self.init(.nyu, dataDirectory: dataDirectory, limit: limit)
  }

  public var classCount: Int { dataSet.details.count }
  /// The label of pixels without a class.
  public var ignored: Int { dataSet.details.ignored }
}

extension Split<SaliencySample> {
  public init(dataDirectory: String, limit: Int? = nil) throws(Failure) {
    try self.init(.saliency, dataDirectory: dataDirectory, limit: limit)
  }
}

extension Split<NearInfraredSample> {
  public init(dataDirectory: String, limit: Int? = nil) throws(Failure) {
    try self.init(.nir, dataDirectory: dataDirectory, limit: limit)
  }
}

extension DataSet<DepthSample> {
  /// The unit of errors, in words.
  var unit: String { details.unit }

  /// Returns the depths that a network sees as 0 and 1, in the unit of errors.
  func networkScale(of depth: Tensor) -> NetworkScale { details.networkScale(of: depth) }
}
