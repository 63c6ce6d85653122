import ArgumentParser

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure a model by a published protocol.",
    discussion: """
      Examples:
        burnish evaluate depth --data DIR --set middlebury --factor 8 --model fdkn
        burnish evaluate denoise --data DIR --set bsd68 --sigma 25 --model deepam
        burnish evaluate superres --data DIR --set set5 --factor 3

      \(HelpSection.more("evaluate"))
      """,
    subcommands: [
      EvaluateDepthCommand.self, EvaluateSaliencyCommand.self, EvaluateDepthNoiseCommand.self,
      EvaluateDenoiseCommand.self, EvaluateNearInfraredCommand.self,
      EvaluateSegmentationCommand.self, EvaluateRelightCommand.self,
      EvaluateSuperResolutionCommand.self, EvaluateDeblurCommand.self, EvaluateInpaintCommand.self,
      EvaluateRestoreCommand.self, EvaluateColorizeCommand.self,
    ])
}
