import BurnishCore
import BurnishImages
import BurnishTensors
import Foundation
import Testing

@Suite struct AtomicFileTests {
  private let image = Image(samples: Tensor(zeros: [1, 1, 4, 4]))

  @Test func leavesOnlyTheFile() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array("old".utf8), to: folder + "/a.txt")
      try AtomicFile.write(Array("new".utf8), to: folder + "/a.txt")
      #expect(try load(folder + "/a.txt") == Array("new".utf8))
      #expect(try files(in: folder) == ["a.txt"])
    }
  }

  @Test func leavesNothingWhereItCannotWrite() throws {
    try withTemporaryFolder { folder in
      let missing = failure { try image.write(to: folder + "/none/a.png") }
      #expect(missing?.kind == .cannotCreate)
      #expect(missing?.subject == folder + "/none/a.png")
      #expect(missing?.found == "the folder does not exist")
      try FileManager.default.createDirectory(
        atPath: folder + "/folder.png", withIntermediateDirectories: false)
      let directory = failure { try image.write(to: folder + "/folder.png") }
      #expect(directory?.kind == .cannotCreate && directory?.found == "a directory")
      try store([1], folder + "/file")
      #expect(failure { try image.write(to: folder + "/file/a.png") }?.kind == .cannotCreate)
      #expect(try files(in: folder) == ["file", "folder.png"])
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self"), "needs /proc"))
  func aFolderThatTakesNoFilesIsThere() {
    let failure = failure { try image.write(to: "/proc/a.png") }
    #expect(failure?.kind == .cannotCreate && failure?.found != "the folder does not exist")
  }

  /// Like a full disk, /dev/full refuses every byte.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
  func saysWhenWritingBreaksOff() {
    let failure = failure { try AtomicFile.write([1, 2, 3], to: "/dev/full") }
    #expect(failure?.kind == .inputOutput && failure?.found == "no space left")
  }

  @Test func keepsTheOldFileWhenTheNewOneCannotBeMade() throws {
    try withTemporaryFolder { folder in
      try image.write(to: folder + "/a.png")
      let before = try load(folder + "/a.png")
      let bad = Image(samples: Tensor(repeating: .infinity, shape: [1, 1, 2, 2]))
      #expect(failure { try bad.write(to: folder + "/a.png") }?.kind == .badData)
      #expect(try load(folder + "/a.png") == before)
      #expect(try files(in: folder) == ["a.png"])
    }
  }

  @Test func followsLinksAndKeepsPermissions() throws {
    try withTemporaryFolder { folder in
      try store([1], folder + "/real.bin")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o640], ofItemAtPath: folder + "/real.bin")
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/link.bin", withDestinationPath: "real.bin")
      try AtomicFile.write([2, 3], to: folder + "/link.bin")
      #expect(try load(folder + "/real.bin") == [2, 3])
      let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/real.bin")
      #expect(attributes[.posixPermissions] as? Int == 0o640)
      #expect(
        try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link.bin")
          == "real.bin")
    }
  }

  @Test func makesTheFileOfALinkThatLeadsNowhere() throws {
    try withTemporaryFolder { folder in
      for (link, target) in [("one.bin", "two.bin"), ("two.bin", folder + "/three.bin")] {
        try FileManager.default.createSymbolicLink(
          atPath: "\(folder)/\(link)", withDestinationPath: target)
      }
      try AtomicFile.write([7], to: folder + "/one.bin")
      #expect(try load(folder + "/three.bin") == [7])
      #expect(
        try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/one.bin")
          == "two.bin")
    }
  }

  @Test func placesAreCheckedWithoutATrace() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.check(folder + "/new.txt")
      #expect(failure { try AtomicFile.check(folder + "/none/new.txt") }?.kind == .cannotCreate)
      #expect(failure { try AtomicFile.check(folder) }?.found == "a directory")
      try AtomicFile.check("/dev/null")
      try store([1], folder + "/a")
      try AtomicFile.check(folder + "/a")
      try AtomicFile.check(folder: folder + "/b/c/")
      try AtomicFile.check(folder: folder)
      for path in [folder + "/a", folder + "/a/b"] {
        #expect(failure { try AtomicFile.check(folder: path) }?.kind == .cannotCreate, "\(path)")
      }
      #expect(try files(in: folder) == ["a"])
      #expect(try load(folder + "/a") == [1])
    }
  }
}
