import ArgumentParser
import Burnish
import BurnishCore
import BurnishImport

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Turn weights that other programs wrote into a model file.",
    discussion: """
      Reads PyTorch state dicts of FDKN as its authors' code names it (torch.save, the old form and \
      the zip archive, and safetensors; no code in the file is run), by themselves or in checkpoints, \
      averaged ones before the last, networks of MatConvNet (.mat, version 5 or 7.3) \
      with DJF or DJFR, and the denoising autoencoder of DAEP (.caffemodel). The model keeps the \
      geometry of its authors' code.

      These formats do not say what weights are for. Under the names of the authors' releases (FDKN_8x, \
      Upsampling_res_8x.mat, NoiseReduction.mat, …) that is known; else the options have to say it.

      Examples:
        burnish import FDKN_8x -o fdkn-release.safetensors
        burnish import net.mat --factor 4 --residual --licence MIT -o djfr.safetensors
      """)

  @Argument(help: "The file with the weights.")
  var file: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The .safetensors file to write.", valueName: "file"))
  var output: String

  @OptionGroup var overwriting: OverwriteOptions

  @Option(
    parsing: .unconditional,
    help: "The model is for upsampling: how many times larger each side becomes.",
    transform: number(of: "--factor", in: 2...64))
  var factor: Int?

  @Option(
    parsing: .unconditional,
    help: "The model is for noise reduction: the noise's standard deviation in 0...255.",
    transform: NoiseStrength.number())
  var sigma: Double?

  @Option(
    name: .customLong("protocol"),
    help: "How low resolution is made. (default: as the network's authors make it)")
  var upsamplingProtocol: DepthProtocol?

  @Flag(
    inversion: .prefixedNo,
    help: "Whether the network's result is added to its target. (default: by name; FDKN: yes)")
  var residual: Bool?

  @Option(
    name: [.customLong("license"), .customLong("licence")],
    help: ArgumentHelp("The license of the weights, for the model's card.", valueName: "text"))
  var license = "unknown"

  func validate() throws {
    if factor != nil && sigma != nil {
      throw ValidationError("--sigma: not together with --factor; expected one of them")
    }
  }

  func run() throws {
    guard output.hasSuffix(".safetensors") else {
      throw Failure(
        .usage, output, found: "a name that does not end like a model's",
        wanted: "a name that ends in .safetensors")
    }
    try OutputFile.check(output, inputs: [file], overwriting: overwriting)
    var reading = ModelImport()
    (reading.factor, reading.sigma) = (factor, sigma.map { Float($0) })
    (reading.upsamplingProtocol, reading.residual) = (upsamplingProtocol, residual)
    reading.license = license
    let model = try reading.model(from: file)
    try model.write(to: output)
    let card = model.card
    print(
      "\(card.name): \(card.architecture.name), \(card.degradation.words), \(model.count) numbers")
    for remark in model.remarks { print("\(file): \(remark)") }
    if !model.takenFromName.isEmpty {
      print("by the name of \(file): \(model.takenFromName.joined(separator: ", "))")
    }
  }
}
