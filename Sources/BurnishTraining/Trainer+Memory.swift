import BurnishCore
import BurnishNetworks
import BurnishTensors

extension Trainer {
  /// Refuses a batch that takes more memory than there is, before it is made.
  ///
  /// What a step takes grows with its samples: a step of one sample is taken, of which nothing is kept, and tells how
  /// much.
  /// - Throws: ``Failure`` of the kind `outOfMemory`.
  // Inlined into an initializer that throws, Swift 6.3.1 may miscompile it.
  @inline(never)
  static func checkMemory(
    for task: any TrainingTask, by recipe: Recipe, recipePath: String
  ) throws(Failure) {
    let batchSize = task.batchSize
    guard batchSize > 1 else { return }
    let buffers = task.parameters.buffers.map { ($0, $0.value) }
    let whole = TensorMemory.greatest {
      let tape = Tape(mode: recipe.normalization == .running ? .inference : .training)
      tape.backward(from: task.loss(step: 0, batchSize: 1, on: tape))
    }
    // Running statistics have followed the sample.
    for (buffer, value) in buffers { buffer.assign(value) }
    // Gradients are there once, however many samples there are.
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
