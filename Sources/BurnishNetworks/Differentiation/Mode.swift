/// Whether a network is being trained or used. Only batch normalization depends on it.
///
/// The mode belongs to the ``Tape`` that records a forward pass. Without a tape, it is `inference`.
public enum Mode: Sendable, Hashable {
  /// Normalizes with batch statistics and updates the running statistics.
  case training
  /// Normalizes with the running statistics and leaves them unchanged.
  case inference
}
