import ArgumentParser
import BurnishCore
import BurnishEvaluation
import BurnishFilters

/// The file for the energies of a minimization.
struct EnergyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Energy of each iteration, as .csv or .svg.", valueName: "file"))
  var energy: String?

  /// Checks that the file can be written and differs from the other files.
  func check(
    inputs: [String], output: String, overwriting: OverwriteOptions
  ) throws(Failure) {
    guard let energy else { return }
    _ = try EnergyTrace.Format(path: energy)
    try OutputFile.check(energy, inputs: inputs, overwriting: overwriting)
    try OutputFile.checkDiffers(energy, from: output)
  }

  /// Refuses the file for an image with further bands, because each band has its own minimization.
  func checkIsOne(_ path: String) throws(Failure) {
    guard energy != nil else { return }
    throw Failure(
      .usage, "--energy",
      found: "\(path) has bands besides colors, which are minimized one by one",
      wanted: "a gray or RGB image")
  }

  /// Prints the result of a minimization, and writes its energies if the user gave a file.
  func report(_ result: AlternatingMinimization.Result) throws(Failure) {
    print(
      "energy \(Float(result.initialEnergy)) became \(Float(result.energy)) in "
        + "\(result.iterations.count) iterations, relative residual \(Float(result.relativeResidual))"
    )
    if let energy { try EnergyTrace(result).write(to: energy) }
  }
}
