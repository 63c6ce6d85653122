import Burnish
import BurnishCore
import BurnishData
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

@Suite struct SplitTests {
  @Test func pairsGoByTheOrderOfTheirNames() throws {
    try DataFolder.withLu(count: 3) { folder in
      let split = try Split<DepthSample>(.lu, dataDirectory: folder)
      #expect(split.files.map(\.name) == ["0_depth", "1_depth", "2_depth"])
      #expect(split.files[2].guidePath.hasSuffix("RGB/2_color.png"))
      #expect(try split.sample(split.files[1]).depth.values == DataFolder.depth(1).values)
      #expect(try Split<DepthSample>(.lu, dataDirectory: folder, limit: 2).files.count == 2)
    }
  }

  @Test func countsThatDifferAreRefused() throws {
    try DataFolder.withLu(count: 3, guides: 2) { folder in
      let failure = #expect(throws: Failure.self) {
        try Split<DepthSample>(.lu, dataDirectory: folder)
      }
      #expect(failure?.kind == .badData)
      #expect(failure?.found.contains("3 depth maps and 2 color images") == true)
    }
  }

  @Test func missingAndEmptyFoldersAreNamed() throws {
    try DataFolder.withLu(count: 0) { folder in
      let empty = #expect(throws: Failure.self) {
        try Split<DepthSample>(.lu, dataDirectory: folder)
      }
      #expect(empty?.kind == .noInput)
      let missing = #expect(throws: Failure.self) {
        try Split<DepthSample>(.nyu, dataDirectory: folder)
      }
      #expect(missing?.kind == .noInput)
      #expect(missing?.subject == "\(folder)/rgbd/NYU-test/depth")
    }
  }

  @Test func aPairOfDifferentSizesIsRefused() throws {
    try DataFolder.withLu(count: 1) { folder in
      let split = try Split<DepthSample>(.lu, dataDirectory: folder)
      try Image(samples: Tensor(repeating: 0.5, shape: [1, 3, 20, 31]))
        .write(to: split.files[0].guidePath)
      let failure = #expect(throws: Failure.self) { try split.sample(split.files[0]) }
      #expect(failure?.kind == .badData)
      #expect(failure?.found.contains("31x20") == true)
      #expect(failure?.wanted.contains("30x20") == true)
    }
  }

  @Test func masksBecomeBinaryAt128() throws {
    try DataFolder.with { folder in
      let levels: [Float] = [0, 127, 128, 255]
      let mask = Image(
        samples: Tensor(shape: [1, 1, 1, 4], values: levels.map { $0 / 255 }))
      try DataFolder.write(mask, to: "saliency/gt/a.png", in: folder)
      try DataFolder.write(
        DataFolder.gray(9, width: 4, height: 1).inRGB(), to: "saliency/img/a.png", in: folder)
      let split = try Split<SaliencySample>(.saliency, dataDirectory: folder.path)
      #expect(try split.sample(split.files[0]).mask.values == [0, 0, 1, 1])
    }
  }

  @Test func infraredPairsAreTheLastOfTheirFolder() throws {
    try DataFolder.with { folder in
      for index in 10..<24 {
        try DataFolder.write(
          DataFolder.gray(Float(index)).inRGB(), to: "nir/country/\(index)_rgb.jpg", in: folder)
        try DataFolder.write(DataFolder.gray(100), to: "nir/country/\(index)_nir.jpg", in: folder)
      }
      let split = try Split<NearInfraredSample>(.nir, dataDirectory: folder.path)
      #expect(split.files.map(\.name) == (12..<24).map { "\($0)_rgb" })
      #expect(split.files[3].guidePath.hasSuffix("15_nir.jpg"))
      let sample = try split.sample(split.files[0])
      #expect(sample.color.shape == [1, 3, 14, 20] && sample.guide.shape == [1, 3, 14, 20])
      let few = try Split<NearInfraredSample>(.nir, dataDirectory: folder.path, limit: 2)
      #expect(few.files.map(\.name) == ["12_rgb", "13_rgb"])

      try FileManager.default.removeItem(
        at: folder.appendingPathComponent("nir/country/20_nir.jpg"))
      let odd = #expect(throws: Failure.self) {
        try Split<NearInfraredSample>(.nir, dataDirectory: folder.path)
      }
      #expect(odd?.found == "14 color images and 13 near-infrared images")
    }
  }

  @Test func trainingSamplesAreThoseThatAreNotForTests() throws {
    try DataFolder.with { folder in
      for index in 10..<24 {
        for (kind, image) in [("rgb", DataFolder.gray(5).inRGB()), ("nir", DataFolder.gray(9))] {
          try DataFolder.write(image, to: "nir/country/\(index)_\(kind).jpg", in: folder)
        }
      }
      let training = try Split<NearInfraredSample>(training: .nir, dataDirectory: folder.path)
      #expect(training.files.map(\.name) == ["10_rgb", "11_rgb"])
      #expect(
        training.words(for: training.files) == "nir/country, 2 pairs of color and near-infrared")
    }
  }

  /// NYU's 8-bit levels become centimeters at the middle of each level's interval. The network's range is
  /// that of the map.
  @Test func depthHasTheUnitOfItsDataSet() throws {
    try DataFolder.with { folder in
      let stored = Image(
        samples: Tensor(shape: [1, 1, 1, 2], values: [51 / 255, 102 / 255] as [Float]))
      let color = DataFolder.gray(9, width: 2, height: 1).inRGB()
      try DataFolder.write(stored, to: "rgbd/NYU-train/depth/2.png", in: folder)
      try DataFolder.write(color, to: "rgbd/NYU-train/rgb/2.jpg", in: folder)
      try DataFolder.write(stored, to: "rgbd/NYU-train/depth/10.png", in: folder)
      try DataFolder.write(color, to: "rgbd/NYU-train/rgb/10.jpg", in: folder)
      let split = try Split<DepthSample>(training: .nyu, dataDirectory: folder.path)
      #expect(split.files.map(\.name) == ["2", "10"])
      let sample = try split.sample(split.files[0])
      #expect(sample.stored.values == [51, 102])
      let wanted: [Float] = [51.5 * 1000 / 255, 102.5 * 1000 / 255]
      #expect(zip(sample.depth.values, wanted).allSatisfy { abs($0 - $1) < 1e-3 })
      let scale = split.dataSet.details.networkScale(of: sample.depth)
      let normalized = scale.normalized(sample.depth).values
      #expect(abs(normalized[0]) < 1e-5 && abs(normalized[1] - 1) < 1e-5)
    }
  }
}
