import ArgumentParser

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure a model on a data set under a published protocol.",
    discussion: """
      Example:
        burnish evaluate depth --data DIR --set middlebury --factor 8 --model fdkn
      """,
    subcommands: [
      EvaluateDepthCommand.self, EvaluateSaliencyCommand.self, EvaluateDepthNoiseCommand.self,
      EvaluateDenoiseCommand.self, EvaluateNearInfraredCommand.self,
      EvaluateSegmentationCommand.self, EvaluateRelightCommand.self,
      EvaluateSuperResolutionCommand.self, EvaluateDeblurCommand.self, EvaluateInpaintCommand.self,
      EvaluateRestoreCommand.self, EvaluateColorizeCommand.self,
    ])
}
