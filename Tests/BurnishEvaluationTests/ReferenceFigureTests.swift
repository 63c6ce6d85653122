import Burnish
import BurnishData
import BurnishEvaluation
import Foundation
import Testing

private let dataDirectory = ProcessInfo.processInfo.environment["BURNISH_DATA"]

/// The figures of plain enlargement on published data sets, which depend on every detail of a protocol.
///
/// Pillow's resizing, a NumPy version of MATLAB's `imresize`, and for bmp-3 OpenCV's bilinear resizing
/// (`Scripts/golden/bad_pixels.py`) give these values on the same files. The tests need the data sets in the
/// folder that the environment variable BURNISH_DATA names.
@Suite(
  .enabled(if: dataDirectory != nil, "BURNISH_DATA names no folder with the data sets"))
struct ReferenceFigureTests {
  struct Reference: Sendable, CustomTestStringConvertible {
    let set: DataSet<DepthSample>
    let depthProtocol: DepthProtocol
    let factor: Int
    let rmse: Double
    var badPixels: Double? = nil
    var testDescription: String { "\(set.rawValue) \(depthProtocol.rawValue) x\(factor)" }
  }

  static func row(
    _ set: DataSet<DepthSample>, _ depthProtocol: DepthProtocol, _ values: [Int: Double]
  ) -> [Reference] {
    values.sorted { $0.key < $1.key }.map {
      Reference(set: set, depthProtocol: depthProtocol, factor: $0.key, rmse: $0.value)
    }
  }

  /// NYU has many large images, so one factor of each protocol is enough.
  static let references =
    row(.middlebury, .dknBicubic, [4: 2.2965, 8: 3.9996, 16: 6.3448])
    + row(.lu, .dknBicubic, [4: 2.4701, 8: 4.6360, 16: 7.5222])
    + row(.nyu, .dknBicubic, [8: 7.4202])
    + row(.middlebury, .djfNearest, [4: 4.4256, 8: 7.5703, 16: 11.8706])
    + row(.lu, .djfNearest, [4: 5.0653, 8: 9.2175, 16: 14.2766])
    + row(.nyu, .djfNearest, [8: 14.3956])
    + [
      Reference(set: .middlebury, depthProtocol: .bmp3, factor: 4, rmse: 4.2941, badPixels: 8.4903),
      Reference(
        set: .middlebury, depthProtocol: .bmp3, factor: 8, rmse: 7.2897, badPixels: 17.6517),
      Reference(
        set: .middlebury, depthProtocol: .bmp3, factor: 16, rmse: 11.3764, badPixels: 34.4921),
      Reference(set: .lu, depthProtocol: .bmp3, factor: 4, rmse: 4.9294, badPixels: 4.6380),
      Reference(set: .lu, depthProtocol: .bmp3, factor: 8, rmse: 8.8505, badPixels: 18.3850),
      Reference(set: .lu, depthProtocol: .bmp3, factor: 16, rmse: 13.6713, badPixels: 54.8354),
      Reference(set: .nyu, depthProtocol: .bmp3, factor: 8, rmse: 13.9150, badPixels: 26.3554),
    ]

  @Test(arguments: references) func enlargementGivesTheReferenceValue(_ reference: Reference) throws
  {
    let split = try Split<DepthSample>(reference.set, dataDirectory: #require(dataDirectory))
    let report = try UpsamplingEvaluation(
      split: split, protocol: reference.depthProtocol, factor: reference.factor
    ).run(.bicubic(reference.depthProtocol))
    #expect(abs(report.means[0] - reference.rmse) < 2e-4, "\(report.means[0])")
    if let badPixels = reference.badPixels {
      #expect(abs(report.means[2] - badPixels) < 2e-4, "\(report.means[2])")
    }
  }
}
