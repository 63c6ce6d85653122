import ArgumentParser
import BurnishCore
import Foundation

/// Where a command writes its result.
struct OutputOptions: ParsableArguments {
  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("Result file; its ending sets the format.", valueName: "file"))
  var output: String

  @OptionGroup var overwriting: OverwriteOptions
}

/// The folder with the research data.
struct DataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Folder of the data sets. (default: $BURNISH_DATA)", valueName: "dir"))
  var data: String?

  func directory() throws(Failure) -> String {
    if let data { return data }
    if let variable = getenv("BURNISH_DATA"), variable.pointee != 0 {
      return FileName.text(variable)
    }
    throw Failure(
      .usage, "--data", found: "neither the option nor BURNISH_DATA is given",
      wanted: "the folder with the data sets")
  }
}
