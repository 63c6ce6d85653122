import Foundation
import Testing

@testable import BurnishTensors

/// The default number of threads, for simulated trees of control groups.
@Suite struct ThreadChoiceTests {
  /// The quota of a process with the given membership and the given files below the mount.
  private func quota(_ membership: String, _ files: [String: String]) throws -> Double? {
    let root = FileManager.default.temporaryDirectory.appending(path: "groups-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    for (name, contents) in files {
      let file = root.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(contents.utf8).write(to: file)
    }
    return ControlGroups(root: root.path, membership: membership).processors()
  }

  @Test func ownGroupBounds() throws {
    #expect(try quota("0::/a/b\n", ["a/b/cpu.max": "150000 100000\n"]) == 1.5)
    #expect(try quota("0::/\n", ["cpu.max": "50000 100000\n"]) == 0.5)
    #expect(try quota("0::/a\n", ["a/cpu.max": "20000 5000"]) == 4)
  }

  @Test func smallestGroupOfAllAroundBounds() throws {
    let files = [
      "cpu.max": "800000 100000\n", "a/cpu.max": "200000 100000\n", "a/b/cpu.max": "max 100000\n",
      "a/b/c/cpu.max": "600000 100000\n", "d/cpu.max": "10000 100000\n",
    ]
    #expect(try quota("0::/a/b/c\n", files) == 2)
    #expect(try quota("0::/a\n", files) == 2)
    #expect(try quota("0::/e\n", files) == 8)
  }

  /// A container whose membership is the path on the host.
  @Test func missingFoldersLeaveTheMount() throws {
    #expect(try quota("0::/docker/0123\n", ["cpu.max": "100000 100000\n"]) == 1)
    #expect(try quota("0::/../other\n", ["cpu.max": "100000 100000\n"]) == 1)
  }

  @Test func noLimitIsNone() throws {
    #expect(try quota("0::/a\n", ["a/cpu.max": "max 100000\n"]) == nil)
    #expect(try quota("0::/a\n", ["a/other": "1"]) == nil)
    #expect(try quota("0::/a\n", [:]) == nil)
    #expect(try quota("", ["cpu.max": "100000 100000"]) == nil)
  }

  @Test(arguments: [
    "", "\n", "many", "1.5 100000", "-1 100000", "0 100000", "100000 0", "100000 -5",
    "100000 many", "100000 100000 100000", "99999999999999999999 100000", "\u{0}", "max",
  ]) func malformedContentsAreNoLimit(contents: String) throws {
    #expect(try quota("0::/\n", ["cpu.max": contents]) == nil)
  }

  @Test func quotaWithoutPeriodHasTheUsualOne() throws {
    #expect(try quota("0::/\n", ["cpu.max": "250000\n"]) == 2.5)
  }

  @Test(arguments: ["0", "nonsense", "0:/a", "::", "\u{0}:\u{0}:\u{0}"])
  func malformedMembershipIsNoGroup(membership: String) throws {
    #expect(try quota(membership, ["other/cpu.max": "100000 100000"]) == nil)
  }

  @Test func versionOneBounds() throws {
    let files = [
      "cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n",
      "cpu/a/cpu.cfs_quota_us": "300000\n", "cpu/a/cpu.cfs_period_us": "100000\n",
      "cpu,cpuacct/b/cpu.cfs_quota_us": "25000\n", "cpu,cpuacct/b/cpu.cfs_period_us": "50000\n",
    ]
    #expect(try quota("3:cpuset:/a\n1:cpu:/a/c\n0::/\n", files) == 3)
    #expect(try quota("1:cpu:/\n", files) == nil)
    #expect(try quota("4:cpu,cpuacct:/b\n", files) == 0.5)
    #expect(try quota("3:cpuset:/a\n2:cpuacct:/a\n", files) == nil)
    #expect(try quota("1:cpu:/\n", ["cpu/cpu.cfs_quota_us": "300000\n"]) == nil)
  }

  @Test func versionTwoBesideVersionOneBounds() throws {
    let files = ["unified/a/cpu.max": "300000 100000\n"]
    #expect(try quota("1:name=systemd:/\n0::/a\n", files) == 3)
  }

  @Test func reasonsAreInOrder() {
    var choice = ThreadChoice(online: 16, affinity: 16)
    #expect(choice.threads == 16 && choice.reason == .processors)
    choice.affinity = 8
    #expect(choice.threads == 8 && choice.reason == .affinity)
    choice.quota = 12
    #expect(choice.threads == 8 && choice.reason == .affinity)
    choice.quota = 2.1
    #expect(choice.threads == 3 && choice.reason == .quota)
    choice.quota = 0.05
    #expect(choice.threads == 1 && choice.reason == .quota)
    choice.environment = 10
    #expect(choice.threads == 10 && choice.reason == .environment)
    choice.setting = 20
    #expect(choice.threads == 20 && choice.reason == .setting)
    choice.limit = 4
    #expect(choice.threads == 4 && choice.reason == .limit)
  }

  @Test func variableIsItsFirstNumber() {
    let numbers = ["4": 4, " 3 ": 3, "2,8": 2, "2 , 8": 2, "1024": 1024]
    for (text, count) in numbers { #expect(ThreadChoice.threads(inVariable: text) == count) }
    for text in ["", "0", "-1", "x", "4x", "4 4", "1025", ",4", "99999999999999999999"] {
      #expect(ThreadChoice.threads(inVariable: text) == nil, "\(text)")
    }
  }

  @Test func thisProcessHasAChoice() {
    let choice = ThreadChoice.ofThisProcess()
    #expect(choice.online >= 1 && choice.affinity >= 1 && choice.affinity <= choice.online)
    #expect(choice.threads >= 1)
  }
}
