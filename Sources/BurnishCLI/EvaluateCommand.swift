import ArgumentParser
import Burnish
import BurnishEvaluation
import BurnishImages
import BurnishTensors
import Foundation

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure a model on a data set under a published protocol.",
    discussion: """
      Example:
        burnish evaluate depth --data DIR --set middlebury --factor 8 --model fdkn
      """,
    subcommands: [EvaluateDepthCommand.self])
}

struct EvaluateDepthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "depth",
    abstract: "Measure guided depth upsampling.",
    discussion: """
      Prints the error of every picture and the mean over the pictures.

      Protocols: dkn-bicubic reduces and enlarges as Pillow does (bicubic, antialiased) and \
      leaves a border of 6 pixels out; djf-nearest keeps the last of each block of pixels, \
      enlarges as MATLAB does (bicubic) and leaves nothing out.

      The data folder holds rgbd/Middlebury/Depth, rgbd/Middlebury/RGB, rgbd/Lu/Depth, rgbd/Lu/RGB, \
      rgbd/NYU-test/depth, rgbd/NYU-test/rgb, rgbd/RGB-D-D/Depth and rgbd/RGB-D-D/RGB, as far as \
      they are used; depth maps and pictures pair up in the order of their names.

      Example:
        burnish evaluate depth --data DIR --set lu --factor 8 --model fdkn
      """)

  @OptionGroup var data: DataOptions

  @Option(help: "The data set.")
  var set: DepthSuite.Name

  @Option(help: "How many times depth is reduced: 4, 8 or 16.")
  var factor: Int

  @Option(
    help: ArgumentHelp(
      "fdkn, djfr, bicubic, or the path of a .safetensors file.", valueName: "name|path"))
  var model: String

  @Option(
    name: .customLong("protocol"),
    help: "The protocol. (default: the one that the model was trained for)")
  var depthProtocol: DepthProtocol?

  @Option(help: "Take only so many pictures, the first ones.")
  var limit: Int?

  @Option(help: ArgumentHelp("Write the figures to a JSON file as well.", valueName: "file"))
  var json: String?

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if ![4, 8, 16].contains(factor) {
      throw ValidationError("--factor: \(factor); expected 4, 8 or 16")
    }
    if let limit, limit < 1 { throw ValidationError("--limit: \(limit); expected at least 1") }
  }

  func run() throws {
    threads.apply()
    let suite = try DepthSuite(set, dataDirectory: data.directory(), limit: limit)
    if let json { try OutputFile.check(json) }
    let loaded = try DepthModel.named(model, factor: factor)
    let evaluation = DepthEvaluation(
      suite: suite, protocol: depthProtocol ?? loaded.protocol, factor: factor)
    let progress = ProgressLine()
    var done = 0
    let report = try evaluation.run(loaded) { row, count in
      done += 1
      progress.show("\(done) of \(count): \(row.name)")
    }
    progress.clear()
    print(report.table)
    if let json { try AtomicFile.write([UInt8](report.json()), to: json) }
  }
}

extension DepthSuite.Name: ExpressibleByArgument {}
extension DepthProtocol: ExpressibleByArgument {}
