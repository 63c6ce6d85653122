import Burnish
import BurnishEvaluation
import BurnishImages
import BurnishImport
import BurnishTraining

/// A reader of untrusted bytes.
///
/// The fuzzer calls the same function as commands do, with a file, so that it covers everything between the file and
/// the reader.
enum Reader: String, CaseIterable {
  case png, jpeg, tiff, portable, numpy, npz
  case depth, heights, labels, scores, flow
  case kernel
  case weights, pytorch, caffe, matlab
  case recipe, report, log

  /// The file extension, if it decides how the file is read.
  var ending: String {
    switch self {
    case .kernel: ".txt"
    case .flow: ".flo"
    case .recipe: ".yaml"
    case .log: ".csv"
    default: ""
    }
  }

  /// Reads a file as the commands do.
  func read(_ path: String) throws {
    switch self {
    case .png, .jpeg, .tiff, .portable, .numpy, .npz: _ = try Image.read(path)
    case .depth: _ = try DepthMap.read(path)
    case .heights: _ = try HeightMap.read(path)
    case .labels: _ = try LabelMap.read(path)
    case .scores: _ = try ClassScores.read(path)
    case .flow: _ = try FlowField.read(path)
    case .kernel: _ = try BlurKernel(contentsOf: path)
    case .weights: _ = try JointModel(contentsOf: path)
    case .pytorch, .caffe, .matlab:
      var reading = ModelImport()
      (reading.factor, reading.sigma) = (8, 25)
      _ = try reading.model(from: path)
    case .recipe: _ = try Recipe.read(path)
    case .report: _ = try EvaluationReport.read(path)
    case .log:
      let plot = try TrainingPlot(logs: [path])
      for scale in [LinePlot.Scale.linear, .logarithmic] { _ = plot.plot(scale).svg }
    }
  }
}
