import Burnish
import BurnishTensors

extension Recipe {
  /// The recipe's network and data.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds the data sets.
  ///   - path: the recipe's file, for the failures' sake.
  func makeTask(dataDirectory: String, path: String) throws(Failure) -> any TrainingTask {
    switch task {
    case .depthUpsampling, .noiseReduction:
      try DepthTask(recipe: self, dataDirectory: dataDirectory, recipePath: path)
    }
  }
}
