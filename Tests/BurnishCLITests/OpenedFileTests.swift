#if os(Linux)
  import Burnish
  import BurnishImages
  import BurnishModels
  import BurnishNetworks
  import BurnishTensors
  import Foundation
  import Testing
  import _TestSupport

  /// The weight files that the program opens, and how often.
  @Suite struct OpenedFileTests {
    private static let strengths = [15, 25, 50]

    /// Calls `body` with an installed program, the folder of its weights of every kind, and a folder of images.
    private func withProgram(
      _ body: (_ program: URL, _ weights: URL, _ folder: URL) throws -> Void
    ) throws {
      try Program.withFolder { folder in
        var weights = folder
        let program = try Program.install(in: folder) { installed in
          weights = installed
          func path(_ name: String) -> String {
            installed.appendingPathComponent("\(name).safetensors").path
          }
          try ImageNoiseModel.write(
            to: path("rbdn-blind"), name: "rbdn", degradation: .gaussianNoiseRange(sigma: 8...50))
          for sigma in Self.strengths {
            try ImageNoiseModel.write(
              to: path("deepam-sigma\(sigma)"), name: "deepam",
              degradation: .gaussianNoise(sigma: Float(sigma)))
            try NoiseModel.write(
              to: path("deepam-noise\(sigma)"), sigma: Float(sigma), target: .image)
          }
          for sigma in [11, 25] {
            try ImageNoiseModel.write(
              to: path("autoencoder-sigma\(sigma)"), name: "autoencoder",
              degradation: .gaussianNoise(sigma: Float(sigma)))
          }
          try NoiseModel.write(to: path("fdkn-noise"), target: .depth)
          try ColorModel.write(to: path("rbdn-colorize-lab"), output: .lab)
          try PairModel.write(
            to: path("rbdn-relight"), inputChannels: 1, outputChannels: 1, task: .relighting)
          try Self.writeUpsampling(
            to: path("fdkn-x4"), .upsampling(factor: 4, protocol: .dknBicubic))
          try Self.writeUpsampling(to: path("fdkn-scores4"), .classScores(factor: 4))
        }
        try Samples.write(to: folder)
        for name in ["a", "b", "c"] {
          try Samples.guide(channels: 1)
            .write(to: folder.appendingPathComponent("\(name).png").path)
        }
        try FileManager.default.createDirectory(
          at: folder.appendingPathComponent("out"), withIntermediateDirectories: false)
        try body(program, weights, folder)
      }
    }

    private static func writeUpsampling(to path: String, _ degradation: Degradation) throws {
      var hyperparameters = FDKN.Hyperparameters()
      hyperparameters.channels = [4, 4, 4, 4, 4, 4]
      let isForScores = if case .classScores = degradation { true } else { false }
      let card = ModelCard(
        name: "fdkn", task: isForScores ? .segmentation : .depthUpsampling,
        architecture: Architecture(hyperparameters).cardEntry(), degradation: degradation,
        recipe: "", steps: 0, data: "none", dataLicense: "none")
      try Safetensors.write(
        FDKN(hyperparameters).parameters.snapshot(), metadata: card.metadata(), to: path)
    }

    /// Arguments and the weight files that the program opens for them, each once.
    private static let commands: [(arguments: String, files: [String])] = [
      ("denoise a.png -o o.png", ["rbdn-blind"]),
      ("denoise guide.png -o o.png", ["rbdn-blind"]),
      ("denoise a.png b.png c.png -o out", ["rbdn-blind"]),
      ("denoise a.png --model rbdn --sigma 20 -o o.png", ["rbdn-blind"]),
      ("denoise a.png --model PATH/rbdn-blind.safetensors -o o.png", ["rbdn-blind"]),
      ("denoise a.png b.png --model PATH/deepam-sigma25.safetensors -o out", ["deepam-sigma25"]),
      ("denoise a.png --sigma 25 -o o.png", strengths.map { "deepam-sigma\($0)" }),
      ("denoise a.png b.png --sigma auto -o out", strengths.map { "deepam-sigma\($0)" }),
      (
        "denoise a.png b.png guide.png --model deepam --sigma 25 -o out",
        strengths.map { "deepam-sigma\($0)" }
      ),
      ("denoise a.png --model tv --sigma 25 -o o.png", []),
      ("denoise a.png --guide guide.png --model fdkn -o o.png", ["fdkn-noise"]),
      (
        "denoise a.png --guide guide.png -o o.png",
        strengths.map { "deepam-noise\($0)" } + ["fdkn-noise"]
      ),
      (
        "denoise a.png --guide guide.png --model deepam --sigma 20 -o o.png",
        strengths.map { "deepam-noise\($0)" }
      ),
      (
        "denoise a.png --guide guide.png --model deepam -o o.png",
        strengths.map { "deepam-noise\($0)" }
      ),
      ("denoise a.png --kind depth --guide guide.png -o o.png", ["fdkn-noise"]),
      ("smooth guide.png -o o.png", ["fdkn-noise"]),
      ("smooth guide.png --model deepam -o o.png", strengths.map { "deepam-noise\($0)" }),
      ("upsample depth.png --guide guide.png -o o.png", ["fdkn-x4"]),
      ("upsample scores.npy --kind scores --guide guide.png -o o.npy", ["fdkn-scores4"]),
      (
        "upsample scores.npy --kind scores --guide guide.png --model PATH/fdkn-x4.safetensors -o o.npy",
        ["fdkn-x4"]
      ),
      ("colorize a.png -o o.png", ["rbdn-colorize-lab"]),
      ("relight a.png b.png -o out", ["rbdn-relight"]),
      ("apply PATH/rbdn-relight.safetensors a.png b.png -o out", ["rbdn-relight"]),
      (
        "superres a.png --factor 2 --iterations 1 -o o.png",
        ["autoencoder-sigma11", "autoencoder-sigma25"]
      ),
      (
        "superres a.png --factor 2 --iterations 1 --model daep -o o.png",
        ["autoencoder-sigma25"]
      ),
      ("inspect kernel a.png --guide guide.png --at 9,9 -o o.png", ["fdkn-noise"]),
      ("inspect kernel depth.png --guide guide.png --at 9,9 -o o.png", ["fdkn-x4"]),
      ("demo --factor 4 -o o.png", ["fdkn-x4"]),
      ("models PATH/fdkn-x4.safetensors", ["fdkn-x4"]),
      ("--help", []),
      ("denoise --help", []),
    ]

    @Test func eachWeightFileIsOpenedOnce() throws {
      try withProgram { program, weights, folder in
        try ClassScores(
          samples: Tensor(shape: [1, 2, 12, 16], values: (0..<384).map { Float($0 % 7) })
        ).write(to: folder.appendingPathComponent("scores.npy").path)
        for (arguments, files) in Self.commands {
          let watch = try FileWatch(weights.path)
          let outcome = try Program.run(
            arguments.replacing("PATH", with: weights.path).split(separator: " ").map(String.init),
            in: folder, program: program)
          #expect(outcome.code == 0, "\(arguments): \(outcome.errors)")
          #expect(
            watch.opened().sorted() == files.map { "\($0).safetensors" }.sorted(), "\(arguments)")
        }
      }
    }
  }

  /// Records which files of a folder are opened, as reported by the kernel.
  private final class FileWatch {
    private let descriptor: Int32

    init(_ folder: String) throws {
      descriptor = inotify_init1(Int32(IN_NONBLOCK))
      // The kernel merges equal events in a row; a read separates two openings.
      let events = UInt32(IN_OPEN | IN_ACCESS)
      try #require(descriptor >= 0 && inotify_add_watch(descriptor, folder, events) >= 0)
    }

    deinit { close(descriptor) }

    /// The names of the files opened since the last call, one for each opening.
    func opened() -> [String] {
      var names: [String] = []
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0 else { return names }
        bytes.withUnsafeBytes { bytes in
          var offset = 0
          while offset < count {
            let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
            let name = offset + MemoryLayout<inotify_event>.size
            offset = name + Int(event.len)
            let isFolder = event.mask & UInt32(IN_ISDIR) != 0
            if event.mask & UInt32(IN_OPEN) != 0, !isFolder {
              names.append(
                String(decoding: bytes[name..<offset].prefix { $0 != 0 }, as: UTF8.self))
            }
          }
        }
      }
    }
  }
#endif
