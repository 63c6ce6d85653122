import BurnishCore
import BurnishNetworks
import BurnishTensors

extension Trainer {
  /// Rejects a batch that needs more memory than available, before it is made.
  ///
  /// The memory of a step grows with its number of samples. A trial step of one sample, which changes nothing,
  /// measures it.
  /// - Throws: ``Failure`` of the kind `outOfMemory`.
  // Swift 6.3.1 may miscompile this function if it is inlined into an initializer that throws.
  @inline(never)
  static func checkMemory(
    for task: any TrainingTask, by recipe: Recipe, recipePath: String
  ) throws(Failure) {
    let batchSize = task.batchSize
    guard batchSize > 1 else { return }
    let buffers = task.parameters.buffers.map { ($0, $0.value) }
    let whole = TensorMemory.maximum {
      let tape = Tape(mode: recipe.normalization == .running ? .inference : .training)
      tape.backward(from: task.loss(step: 0, batchSize: 1, on: tape))
    }
    // The trial step changed the running statistics.
    for (buffer, value) in buffers { buffer.assign(value) }
    // The memory of gradients does not depend on the number of samples.
    let gradients = task.parameters.trainable.reduce(0) { $0 + 4 * $1.value.count }
    let needed = max(0, whole - gradients).multipliedReportingOverflow(by: batchSize)
    let available = AvailableMemory.bytes
    guard needed.overflow || needed.partialValue > available else { return }
    let share = max(1, available / max(1, whole))
    throw Failure(
      .outOfMemory, recipePath,
      found:
        "a batch of \(batchSize) that takes \(needed.overflow ? .max : needed.partialValue >> 20) MB of memory, of "
        + "which \(available >> 20) are there",
      wanted:
        "data.batchSize of \(min(share, batchSize - 1)) or less, a smaller data.cropSize, or more memory"
    )
  }
}
