import ArgumentParser
import Burnish
import BurnishCore
import BurnishImport

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Convert weights of other programs to a model file.",
    usage: "burnish import [<options>] <file> --output <file>",
    discussion: """
      Examples:
        burnish import FDKN_8x -o fdkn-release.safetensors
        burnish import DAE_sigma25.caffemodel -o autoencoder.safetensors
        burnish import net.mat --factor 4 --license MIT -o djfr.safetensors

      \(HelpSection.more("import"))
      """)

  @Argument(help: "Weight file: PyTorch, MatConvNet, or Caffe.")
  var file: String

  @OptionGroup(title: HelpSection.output) var destination: ModelOutputOptions

  @OptionGroup(title: HelpSection.model) var purpose: PurposeOptions

  /// Facts about the weights that the file format does not store.
  struct PurposeOptions: ParsableArguments {
    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("For upsampling: factor of each side, 2 to 64.", valueName: "n"),
      transform: number(of: "--factor", in: 2...64))
    var factor: Int?

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("For denoising: noise level in 0...255.", valueName: "s"),
      transform: NoiseStrength.number())
    var sigma: Double?

    @Option(
      name: .customLong("protocol"),
      help: ArgumentHelp("How depth is reduced. (default: of the authors)", valueName: "name"))
    var upsamplingProtocol: DepthProtocol?

    @Flag(
      inversion: .prefixedNo,
      help: "Add the network's output to its input. (default: by name)")
    var residual: Bool?

    @Option(
      name: [.customLong("license"), .customLong("licence")],
      help: ArgumentHelp("License for the model's card.", valueName: "text"))
    var license = "unknown"
  }

  func validate() throws {
    if purpose.license.allSatisfy(\.isWhitespace) {
      throw ValidationError("--license: an empty text; expected the license, or no --license")
    }
    if purpose.factor != nil && purpose.sigma != nil {
      throw ValidationError("--sigma: not together with --factor; expected one of them")
    }
  }

  func run() throws {
    let output = destination.output
    guard output.hasSuffix(".safetensors") else {
      throw Failure(
        .usage, output, found: "a name that does not end like a model's",
        wanted: "a name that ends in .safetensors")
    }
    try OutputFile.check(output, inputs: [file], overwriting: destination.overwriting)
    var reading = ModelImport()
    (reading.factor, reading.sigma) = (purpose.factor, purpose.sigma.map { Float($0) })
    (reading.upsamplingProtocol, reading.residual) = (purpose.upsamplingProtocol, purpose.residual)
    reading.license = purpose.license
    let model = try reading.model(from: file)
    try model.write(to: output)
    let card = model.card
    print(
      "\(card.name): \(card.architecture.name), \(card.degradation.description), \(model.count) numbers"
    )
    for remark in model.remarks { print("\(file): \(remark)") }
    if !model.takenFromName.isEmpty {
      print("by the name of \(file): \(model.takenFromName.joined(separator: ", "))")
    }
  }
}

extension DepthProtocol: ExpressibleByArgument {}
