import ArgumentParser
import Burnish
import BurnishCore
import BurnishTensors

/// The kernel of a blur, from a file or a shape.
struct KernelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Kernel: gray image, .npy, .mat, .txt, or .csv.", valueName: "file"))
  var kernel: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Or Gaussian blur of this deviation in pixels.", valueName: "s"),
    transform: number(of: "--gaussian", in: BlurKernel.standardDeviations))
  var gaussian: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Or defocus by a disk of this radius in pixels.", valueName: "r"),
    transform: number(of: "--disk", in: BlurKernel.radii))
  var disk: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Or motion blur: pixels and degrees.",
      valueName: "length,angle"), transform: Motion.init(argument:))
  var motion: Motion?

  @Option(
    help: ArgumentHelp(
      "Name of the kernel in a .mat file with several matrices.",
      valueName: "name", visibility: .hidden))
  var kernelVariable: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Column and row, from 0, of the kernel's sample at the pixel. (default: the middle; of an \
      even side n the sample n/2 - 1, or n/2 where the weights lie around that)
      """, valueName: "column,row", visibility: .hidden),
    transform: StoredKernel.Place.init(argument:))
  var origin: StoredKernel.Place?

  @Flag(
    help: ArgumentHelp(
      "Turn the kernel by half a turn, as programs that correlate store it.", visibility: .hidden))
  var turn = false

  func validate() throws {
    let count =
      [gaussian, disk].count { $0 != nil } + (kernel != nil ? 1 : 0) + (motion != nil ? 1 : 0)
    guard count == 1 else {
      throw ValidationError(
        count == 0
          ? "no blur; expected --kernel, --gaussian, --disk or --motion"
          : "\(count) blurs; expected one of --kernel, --gaussian, --disk and --motion")
    }
    if let kernel {
      if kernelVariable != nil, !KernelFile.isMATLAB(kernel) {
        throw ValidationError("--kernel-variable: belongs to a --kernel in a .mat file")
      }
    } else if kernelVariable != nil || origin != nil || turn {
      throw ValidationError("--kernel-variable, --origin and --turn: belong to --kernel")
    }
  }

  /// The files that the command reads.
  var files: [String] { kernel.map { [$0] } ?? [] }

  func load() throws -> BlurKernel {
    if let gaussian { return try .gaussian(standardDeviation: gaussian) }
    if let disk { return try .disk(radius: disk) }
    if let motion { return try .motion(length: motion.length, angle: motion.angle) }
    return try KernelFile(
      path: kernel!, variable: kernelVariable, origin: origin, isTurned: turn
    ).load()
  }

  /// Adds remarks on the changes made to a kernel from a file, and on whether it appears rotated.
  func remark(on kernel: BlurKernel, samples: Tensor, sigma: Float) {
    guard let path = self.kernel else { return }
    KernelFile.remark(on: kernel, path: path, option: "--origin")
    if kernel.appearsRotated(on: samples, sigma: sigma) {
      Remarks.add(
        "\(path): the image looks blurred by this kernel turned by half a turn; "
          + (turn ? "leave --turn out" : "see --turn"))
    }
  }
}

/// A straight motion, as an option gives it.
struct Motion: Sendable {
  let length, angle: Double

  init(argument: String) throws {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
    guard parts.count == 2, let length = parts[0], let angle = parts[1],
      BlurKernel.lengths.contains(length), (-360...360).contains(angle)
    else {
      throw ValidationError(
        "--motion: \"\(argument)\"; expected a length in \(BlurKernel.lengths.text) and an angle in -360...360, such as 15,30"
      )
    }
    (self.length, self.angle) = (length, angle)
  }
}

extension StoredKernel.Place {
  init(argument: String) throws {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let column = parts[0], let row = parts[1], column >= 0, row >= 0 else {
      throw ValidationError(
        "--origin: \"\(argument)\"; expected a column and a row, counted from 0, such as 3,3")
    }
    self.init(column: column, row: row)
  }
}
