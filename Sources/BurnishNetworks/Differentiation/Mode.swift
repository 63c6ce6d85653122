/// Whether a network is being trained or used: batch normalization tells them apart.
///
/// The mode travels with the ``Tape`` that records a forward pass; without a tape it is `inference`.
public enum Mode: Sendable, Hashable {
  /// Batch statistics normalize, and update the running ones.
  case training
  /// Running statistics normalize, and stay as they are.
  case inference
}
