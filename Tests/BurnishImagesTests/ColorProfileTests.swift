import Foundation
import Testing

@testable import BurnishImages

/// Color profiles that Pillow put into files (`Scripts/golden/images.py`).
@Suite struct ColorProfileTests {
  static let profile = try! [UInt8](Data(contentsOf: URL(fileURLWithPath: golden("profile.icc"))))

  @Test(arguments: ["png", "jpg", "tif"]) func profilesAreRead(_ ending: String) throws {
    #expect(try Image.read(golden("profile.\(ending)")).colorProfile == Self.profile)
  }

  @Test(arguments: ["png", "jpg", "tif"]) func profilesAreWritten(_ ending: String) throws {
    var image = try Image.read(golden("profile.png"))
    try withTemporaryFolder { folder in
      let path = "\(folder)/picture.\(ending)"
      try image.write(to: path)
      #expect(try Image.read(path).colorProfile == Self.profile)
      // The text that marks a profile in each format.
      let marker = ["png": "iCCP", "jpg": "ICC_PROFILE", "tif": "acsp"][ending]!
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)).range(of: Data(marker.utf8)) != nil)
      image.colorProfile = nil
      try image.write(to: path)
      #expect(try Image.read(path).colorProfile == nil)
    }
  }

  /// The profile is longer than one segment of a JPEG file.
  @Test func longProfilesAreSharedOutAmongSegments() throws {
    var image = try Image.read(golden("profile.png"))
    image.colorProfile = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) }
    try withTemporaryFolder { folder in
      try image.write(to: "\(folder)/picture.jpg")
      #expect(try Image.read("\(folder)/picture.jpg").colorProfile == image.colorProfile)
    }
  }

  @Test func formatsWithoutProfilesDropThem() throws {
    let image = try Image.read(golden("profile.png"))
    try withTemporaryFolder { folder in
      try image.write(to: "\(folder)/picture.ppm")
      #expect(try Image.read("\(folder)/picture.ppm").colorProfile == nil)
    }
  }
}
