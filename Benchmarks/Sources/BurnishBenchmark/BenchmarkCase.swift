import BurnishTensors

/// A timed task: it starts from weights and inputs in memory and ends with plain samples.
protocol BenchmarkCase {
  func run() -> Tensor

  /// The number of consecutive results to compare with the peers' results.
  var runsToCompare: Int { get }
}

extension BenchmarkCase {
  var runsToCompare: Int { 1 }
}

/// An error for a case that `run` requested but this program does not know.
struct UnknownCase: Error, CustomStringConvertible {
  let name: String
  var description: String { "no such case: \(name)" }
}

/// - Parameter directory: the folder that `peers.py prepare` writes.
func makeCase(_ name: String, directory: String) throws -> any BenchmarkCase {
  let files = BenchmarkFiles(directory: directory)
  return switch name {
  case "fdkn", "dkn", "djfr": try JointInference(name, files: files)
  case "stack": try StackInference(files: files)
  case "deepam": try ImageInference(files: files)
  case "deepam:reconstructions": try ReconstructionCase(files: files)
  case "descent": try DescentCase(files: files)
  case "rbdn": try RBDNInference(files: files)
  case "training": try TrainingStep.stack(files: files)
  case "rbdn-training": try TrainingStep.rbdn(files: files)
  case "convolution": try CompiledConvolutionCase(files: files)
  case "convolution:weights": try ConvolutionCase(files: files)
  default: throw UnknownCase(name: name)
  }
}
