import ArgumentParser
import CFiles
import CStartup
import Foundation

/// The program `burnish`: it parses arguments, calls the library, and writes results. It has no mathematics.
@main
struct BurnishCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "burnish",
    abstract: "Restore images and depth maps with learned and guided filters.",
    discussion: """
      Examples:
        burnish upsample depth.png --guide photo.jpg -o sharp.png
        burnish denoise photo.png -o clean.png
        burnish deblur shaken.png --kernel kernel.png -o sharp.png

      Exit codes: 0 success, 64 usage, 65 bad data, 66 no input, 73 no output,
      130 interrupted.

      \(HelpSection.more("README"))
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
    // This links the code that makes idle threads sleep; that code ran before libgomp read its settings.
    _ = burnish_startup_spins()
    // A write beyond a limit on file sizes then fails like any other, which removes the temporary file.
    // Otherwise the signal would end the program.
    signal(SIGXFSZ, SIG_IGN)
    Interruption.removeTemporaryFiles()
    burnish_startup_watch_memory(burnish_remove_temporaries)
    do {
      try Arguments.check()
      try Arguments.checkHelp(of: BurnishCommand.self)
      var command = try parseAsRoot(Arguments.given)
      try command.run()
      Remarks.report()
      try StandardStreams.flushOutput()
    } catch {
      // An interrupted command has kept its results so far.
      if error is ExitCode { Remarks.report() }
      ErrorReport(error).exit()
    }
  }
}
