import BurnishTensors

/// Work that is timed: everything up to plain samples, on weights and inputs already in memory.
protocol BenchmarkCase {
  func run() -> Tensor

  /// How many results in a row are held against the peers'.
  var runsToCompare: Int { get }
}

extension BenchmarkCase {
  var runsToCompare: Int { 1 }
}

/// A name that `run` asked for and this program does not know.
struct UnknownCase: Error, CustomStringConvertible {
  let name: String
  var description: String { "no such case: \(name)" }
}

/// - Parameter directory: holds what `peers.py prepare` writes.
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
