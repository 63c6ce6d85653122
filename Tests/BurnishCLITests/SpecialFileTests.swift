import Foundation
import Testing

/// The program refuses an input that is no regular file in one line. It neither waits for the file nor reads without
/// end.
@Suite struct SpecialFileTests {
  @Test(arguments: ["/dev/zero", "/dev/null", "/dev/stdin", "pipe", "folder"])
  func inputs(_ path: String) throws {
    for arguments in [
      ["upsample", path, "--guide", "guide.png", "--model", "bicubic", "-o", "out.png"],
      ["upsample", "depth.png", "--guide", path, "--model", "bicubic", "-o", "out.png"],
      ["upsample", path, "--kind", "scores", "--guide", "guide.png", "-o", "out.npy"],
      ["upsample", path, "--kind", "flow", "--guide", "guide.png", "-o", "out.flo"],
      ["colorize", "guide.png", "--scribbles", path, "-o", "out.png"],
      ["train", path, "--data", ".", "--out", "run"],
      ["import", path, "--factor", "8", "-o", "out.safetensors"],
      ["publish", path, "--data", ".", "-o", "out.safetensors"],
    ] {
      try BadInputTests().check(
        arguments, code: 66, subject: "\(path): ", mentions: ["expected a regular file"]
      ) { folder in
        #expect(mkfifo(folder.appendingPathComponent("pipe").path, 0o600) == 0)
        try FileManager.default.createDirectory(
          at: folder.appendingPathComponent("folder"), withIntermediateDirectories: false)
      }
    }
  }

  @Test func weights() throws {
    try BadInputTests().check(
      ["upsample", "depth.png", "--guide", "guide.png", "--model", "./pipe", "-o", "out.png"],
      code: 66, subject: "./pipe: a pipe"
    ) { #expect(mkfifo($0.appendingPathComponent("pipe").path, 0o600) == 0) }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full"))
  func whatIsPrintedIsLostWithAWord() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "exec \"$0\" models > /dev/full", try #require(Program.url).path]
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let message = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 74)
    #expect(message.hasPrefix("burnish: standard output: "), "\(message)")
  }
}
