import BurnishCore
import Foundation
import Testing

@testable import BurnishTensors

@Suite struct FolderLockTests {
  @Test func oneAtATime() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-lock-\(UUID().uuidString)").path
    try FileSystem.makeFolder(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func refusal() -> Failure? {
      do {
        _ = try FolderLock.taken(of: folder, user: "training")
        return nil
      } catch { return error }
    }
    try withExtendedLifetime(try FolderLock.taken(of: folder, user: "training")) {
      #expect(refusal()?.kind == .busy)
      #expect(refusal()?.description.contains("another training is using the folder") == true)
    }
    #expect(refusal() == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }
}
