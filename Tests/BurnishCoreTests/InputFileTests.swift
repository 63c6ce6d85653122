import BurnishCore
import Foundation
import Testing

@testable import BurnishTensors

@Suite struct InputFileTests {
  private func failure(_ path: String, limit: Int = 1 << 33) -> Failure? {
    do {
      _ = try InputFile.contents(of: path, limit: limit)
      return nil
    } catch { return error }
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-input-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  @Test func regularFilesAreReadAnywhere() throws {
    try withFolder { folder in
      let path = folder + "/a"
      try Data([1, 2, 3, 4, 5]).write(to: URL(fileURLWithPath: path))
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/link", withDestinationPath: "a")
      #expect(try InputFile.contents(of: folder + "/link") == [1, 2, 3, 4, 5])
      let file = try InputFile(reading: path)
      #expect(file.size == 5)
      #expect(try file.read(2, at: 3) == [4, 5] && file.read(0, at: 5) == [])
      try Data().write(to: URL(fileURLWithPath: folder + "/empty"))
      #expect(try InputFile.contents(of: folder + "/empty") == [])
      let long = failure(path, limit: 4)
      #expect(long?.kind == .badData && long?.description.contains("5 bytes") == true)
      #expect(failure(path, limit: 5) == nil)
    }
  }

  @Test func aFileThatBecomesShorterIsNoticed() throws {
    try withFolder { folder in
      let path = folder + "/a"
      try Data([1, 2, 3, 4, 5]).write(to: URL(fileURLWithPath: path))
      let file = try InputFile(reading: path)
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      try handle.truncate(atOffset: 3)
      let failure = #expect(throws: Failure.self) { try file.read(5, at: 0) }
      #expect(failure?.kind == .inputOutput && failure?.found == "the file became shorter")
    }
  }

  /// The reader neither waits for such files nor reads them.
  @Test func whatIsNoRegularFileIsRefused() throws {
    try withFolder { folder in
      #expect(mkfifo(folder + "/pipe", 0o600) == 0)
      for (path, found) in [
        (folder + "/pipe", "a pipe"), (folder, "a directory"), ("/dev/zero", "a device"),
        ("/dev/null", "a device"),
      ] {
        let failure = failure(path)
        #expect(failure?.kind == .noInput && failure?.found == found, "\(path)")
        #expect(failure?.wanted == "a regular file")
      }
      #expect(failure(folder + "/none")?.found == "does not exist")
    }
  }
}
