/// Whether a network is being trained or used: batch normalisation tells them apart.
///
/// The mode travels with the ``Tape`` that records a forward pass; without a tape it is `inference`.
public enum Mode: Sendable, Hashable {
  /// Batch statistics normalise, and update the running ones.
  case training
  /// Running statistics normalise, and stay as they are.
  case inference
}
