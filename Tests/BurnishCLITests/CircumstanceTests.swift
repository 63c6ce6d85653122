import Burnish
import BurnishData
import BurnishEvaluation
import BurnishImages
import Foundation
import Testing

/// The program in unusual environments.
@Suite struct CircumstanceTests {
  private let line =
    "\"$burnish\" upsample depth.png --kind depth --model fdkn --guide guide.png -o o.png"

  /// An installed program finds its weights in `share`, no matter how it is started.
  @Test func installedInAnyPlace() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      let weights = try ShippedWeights.installed().entry(name: "fdkn", for: .upsampling(factor: 4))
      let place = folder.appendingPathComponent("a b")
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      _ = try Program.install(in: place) {
        try FileManager.default.copyItem(
          atPath: weights.path, toPath: $0.appendingPathComponent("own-x4.safetensors").path)
      }
      let options =
        "upsample \(folder.path)/depth.png --guide \(folder.path)/guide.png --model own --overwrite -o \(folder.path)/o.png"
      let starts = [
        "'a b/bin/burnish'", "cd 'a b/bin' && ./burnish", "PATH=\"$PWD/a b/bin:$PATH\" burnish",
        "ln -s 'a b/bin/burnish' link && ./link", "cd / && '\(place.path)/bin/burnish'",
      ]
      for start in starts {
        let outcome = try Program.shell("\(start) \(options)", in: folder)
        #expect(outcome.code == 0, "\(start): \(outcome.errors)")
      }
      if Program.mayMount {
        let outcome = try Program.shell(
          "unshare -rm sh -c 'mount -t tmpfs none /proc && \"a b/bin/burnish\" \(options)'",
          in: folder)
        #expect(outcome.code == 0, "\(outcome.errors)")
      }
    }
  }

  @Test(.enabled(if: Program.mayMount, "nobody may mount here"))
  func withoutProc() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      let outcome = try Program.shell(
        "unshare -rm sh -c 'mount -t tmpfs none /proc && \(line)' && ls -A", in: folder)
      #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
      #expect(
        outcome.output.split(separator: "\n") == ["depth.png", "guide.jpg", "guide.png", "o.png"])
    }
  }

  @Test(.enabled(if: Program.mayMount, "nobody may mount here"))
  func onAReadOnlyFileSystem() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      let outcome = try Program.shell(
        """
        mkdir in && mv *.png in && cd in
        unshare -rm sh -c 'mount --bind . . && mount -o remount,ro,bind . && cd . &&
          cd ../in && \(line)' ; echo "code $?"
        unshare -rm sh -c 'mount --bind . . && mount -o remount,ro,bind . && cd ../in &&
          "$burnish" upsample depth.png --kind depth --model fdkn --guide guide.png -o ../o.png' ; echo "code $?"
        """, in: folder)
      #expect(outcome.output == "code 73\ncode 0\n", "\(outcome.output)")
      #expect(outcome.errors.contains("read-only") && outcome.errorLines.count == 2)
    }
  }

  @Test func throughALinkFromElsewhereAndWithoutHome() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      let outcome = try Program.shell(
        """
        mkdir "a b" elsewhere && ln -s "$burnish" "a b/restore" && ln -s "a b/restore" again
        env -i OMP_NUM_THREADS=1 ./again upsample depth.png --kind depth --model fdkn --guide guide.png -o one.png
        cd elsewhere && env -u HOME PATH="../a b:$PATH" restore upsample ../depth.png --kind depth --model fdkn \
          --guide ../guide.png -o two.png
        cmp ../one.png two.png
        """, in: folder)
      #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
    }
  }

  /// Every failed memory allocation, in any code, ends in one line and one exit code.
  @Test(arguments: [192, 256, 384, 512, 768])
  func littleMemory(megabytes: Int) throws {
    try Program.withFolder { folder in
      try Image(samples: SyntheticScene().view().color).write(
        to: folder.appendingPathComponent("photo.png").path)
      for command in ["denoise photo.png", "superres photo.png --factor 1.5 --iterations 1"] {
        let outcome = try Program.shell(
          "ulimit -v \(megabytes << 10) && OMP_NUM_THREADS=1 \"$burnish\" \(command) --overwrite -o o.png",
          in: folder)
        #expect([0, 71].contains(outcome.code), "\(command): \(outcome.errors)")
        if outcome.code == 71 {
          #expect(outcome.errorLines.count == 2 && outcome.errors.hasPrefix("burnish: memory: "))
        }
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(names.allSatisfy { ["photo.png", "o.png"].contains($0) })
    }
  }

  @Test(arguments: ["TERM", "HUP", "INT", "KILL"])
  func signalsLeaveNothingBehind(name: String) throws {
    try Program.withFolder { folder in
      try Image(samples: SyntheticScene().view().color).write(
        to: folder.appendingPathComponent("photo.png").path)
      // Each run is stopped a little later than the one before.
      let outcome = try Program.shell(
        """
        for time in 0.05 0.1 0.2 0.3 0.4 0.5 0.6
        do
          "$burnish" smooth photo.png --model guided --rounds 1 --overwrite -o o.tif & 
          sleep $time; kill -\(name) $! 2> /dev/null; wait $! 2> /dev/null
        done
        ls -A | grep -v -x -e o.tif -e photo.png
        """, in: folder)
      #expect(outcome.output == "", "\(outcome.output)")
    }
  }
}
