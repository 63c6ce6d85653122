import BurnishNetworks
import BurnishTensors

extension ParameterSet {
  /// The number of trainable samples.
  public var trainableCount: Int { trainable.reduce(0) { $0 + $1.value.count } }
}
