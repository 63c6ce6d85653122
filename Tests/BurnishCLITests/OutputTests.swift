import BurnishImages
import Foundation
import Testing

/// Where results go, and that they never damage existing files.
@Suite struct OutputTests {
  private func bytes(_ name: String, in folder: URL) throws -> Data {
    try Data(contentsOf: folder.appendingPathComponent(name))
  }

  /// File names are bytes; these are not valid UTF-8.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self"), "Linux alone"))
  func namesAreBytes() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      let outcome = try Program.shell(
        """
        set -e
        in=$(printf 'gr\\374\\337e.png') out=$(printf '\\366.png') dir=$(printf 'd\\344')
        mv guide.png "$in" && mkdir "$dir"
        "$burnish" upsample depth.png --kind depth --guide "$in" --model bicubic -o "$out"
        "$burnish" denoise "$in" depth.png --model tv --sigma 5 -o "$dir" > /dev/null
        cd "$dir" && "$burnish" denoise "../$in" --model tv --sigma 5 -o x.npy > /dev/null
        test -f "../$out" && test -f "$in" && test -f x.npy && ls .. | wc -l
        "$burnish" denoise "$out" -o y.png || true
        """, in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(
        outcome.output.split(separator: "\n").last?.contains("5") == true, "\(outcome.output)")
      // The message shows the name, although it is not valid text.
      #expect(outcome.errors == "burnish: \\xF6.png: does not exist; expected a readable file\n")
    }
  }

  @Test(arguments: [
    "denoise guide.png --model tv --sigma 5 -o old.png",
    "denoise guide.png --guide guide.jpg --model guided -o old.png",
    "denoise depth.png guide.png --model tv --sigma 5 -o dir",
    "smooth guide.png --model l0 -o new.png --energy old.csv",
    "smooth guide.png --model guided -o old.png",
    "upsample depth.png --guide guide.png --model bicubic -o old.png",
    "colorize guide.png -o old.png",
    "inspect kernel depth.png --guide guide.png --at 1,1 -o old.png",
    "inspect kernel depth.png --guide guide.png --at 1,1 -o new.png --json old.csv",
    "deblur guide.png --kernel depth.png -o old.png", "superres guide.png --factor 2 -o old.png",
    "superres guide.png --factor 2 -o new.png --trace old.csv", "plot log.csv -o old.svg",
    "superres guide.png --factor 2 -o new.png --intermediate dir2",
    "demo --model bicubic -o old.png", "demo --model bicubic -o new.png --samples dir3",
  ])
  func nothingIsOverwrittenUnasked(line: String) throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      let outcome = try Program.shell(
        """
        mkdir dir dir2 dir3
        printf 'step,loss\\n1,2\\n' > log.csv
        for name in old.png old.csv old.svg dir/guide.png dir2/0001.png dir3/photo.png
        do printf 'the only copy' > $name; done
        "$burnish" \(line)
        """, in: folder)
      #expect(outcome.code == 73 && outcome.output == "", "\(outcome.errors)")
      #expect(outcome.errorLines.count == 2 && outcome.errors.contains("--overwrite"))
      for name in [
        "old.png", "old.csv", "old.svg", "dir/guide.png", "dir2/0001.png", "dir3/photo.png",
      ] { #expect(try bytes(name, in: folder) == Data("the only copy".utf8)) }
      #expect(
        !FileManager.default.fileExists(atPath: folder.appendingPathComponent("new.png").path))
    }
  }

  @Test func whatIsAskedForIsReplaced() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      let line = #""$burnish" upsample depth.png --guide guide.png --model bicubic"#
      let outcome = try Program.shell(
        """
        \(line) -o new.png && printf old > old.png && \(line) --overwrite -o old.png
        \(line) -o /dev/null.png; \(line) --overwrite -o guide.jpg/x.png; printf old > a.png
        ln a.png b.png && ln -s a.png c.png && \(line) --overwrite -o c.png && test c.png -ef b.png && ls -a
        """, in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      for name in ["old.png", "a.png", "b.png", "c.png"] {
        #expect(try bytes(name, in: folder) == bytes("new.png", in: folder), "\(name)")
      }
      #expect(!outcome.output.contains("tmp"))
    }
  }

  /// A single mounted file, such as a container gets.
  @Test(.enabled(if: Program.mayMount, "nobody may mount here"))
  func aMountIsWrittenInto() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      let line = "\"$burnish\" upsample depth.png --guide guide.png --model bicubic --overwrite -o"
      let outcome = try Program.shell(
        """
        \(line) new.png && printf '%5000s' x > outside.png && : > o.png && mkdir ro && : > ro/o.png
        : > outside2.png
        unshare -rm sh -c 'mount --bind outside.png o.png && \(line) o.png &&
          mount --bind ro ro && mount -o remount,ro,bind ro && mount --bind outside2.png ro/o.png && \(line) ro/o.png'
        """, in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(try bytes("outside.png", in: folder) == bytes("new.png", in: folder))
      #expect(try bytes("outside2.png", in: folder) == bytes("new.png", in: folder))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(!names.contains { $0.hasSuffix(".tmp") })
    }
  }

  /// The program reports it before the work.
  @Test func whatAFormatDoesNotHoldIsToldFirst() throws {
    try Program.withFolder { folder in
      try Samples.guide(width: 9000, height: 2).write(
        to: folder.appendingPathComponent("wide.png").path)
      let outcome = try Program.run(
        ["superres", "wide.png", "--factor", "8", "-o", "o.jpg"], in: folder)
      #expect(outcome.code == 73 && outcome.errorLines.count == 2)
      #expect(outcome.errors.contains("72000x16 pixels, of which JPEG holds 65500 a side"))
    }
  }
}
