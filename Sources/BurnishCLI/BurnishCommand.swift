import ArgumentParser
import BurnishTensors
import CStartup
import Foundation

/// The program `burnish`: parses, calls the library, writes; the mathematics live elsewhere.
@main
struct BurnishCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "burnish",
    abstract: "Restore images: depth, photographs and textures by learned joint filters.",
    discussion: """
      Example:
        burnish upsample depth.png --guide photo.jpg -o sharp.png

      Inputs are regular files: pipes and devices are refused, as some inputs are read more than once.

      Exit codes: 0 success, 64 wrong usage, 65 bad data, 66 no such input, 73 cannot create the \
      output, 74 reading or writing failed, 130 interrupted by Ctrl-C.
      """,
    version: "burnish 0.1.0",
    subcommands: [
      UpsampleCommand.self, DenoiseCommand.self, SmoothCommand.self, ColorizeCommand.self,
      RelightCommand.self, DeblurCommand.self, SuperResolutionCommand.self, InpaintCommand.self,
      RestoreCommand.self,
      ApplyCommand.self, EvaluateCommand.self, ModelsCommand.self,
      InspectCommand.self, TrainCommand.self, PlotCommand.self, PublishCommand.self,
      ImportCommand.self, DemoCommand.self, DoctorCommand.self,
    ])

  static func main() {
    StandardStreams.reserve()
    // What this links has had idle threads sleep, before libgomp read its settings.
    _ = burnish_startup_spins()
    // A write beyond a limit on file sizes is then an error like others, which takes the temporary
    // file away, instead of the program's end.
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
      try StandardStreams.flushOutput()
    } catch {
      ErrorReport(error).exit()
    }
  }
}
