import BurnishCore
import BurnishTensors

/// An average of the weights over training, which usually works better than the last weights:
/// `average = decay · average + (1 − decay) · value`.
///
/// Buffers are averaged too. The running statistics of small batches are noisy, and their average
/// suits the averaged weights better than the last statistics.
public struct ExponentialMovingAverage {
  /// The share of the average that each update keeps, 0...1.
  public let decay: Float
  /// Whether early updates keep less, `min(decay, (1 + n) / (10 + n))` after n updates, so that the
  /// first weights soon lose their influence.
  public let warmsUp: Bool
  /// The number of updates so far.
  public private(set) var updates = 0
  /// The averages by path, for ``ParameterSet/load(_:from:allowingOthers:)``.
  public private(set) var averages: [String: Tensor]

  /// - Parameters:
  ///   - decay: the share of the average that each update keeps, 0...1.
  ///   - warmsUp: whether early updates keep less.
  ///   - parameters: the parameters and buffers to average; the averages start at their values.
  public init(decay: Float, warmsUp: Bool = true, of parameters: ParameterSet) {
    require((0...1).contains(decay), "decay \(decay) must lie in 0...1")
    (self.decay, self.warmsUp) = (decay, warmsUp)
    averages = parameters.snapshot()
  }

  /// Adds the current values to the averages. Call it after each step of the optimizer.
  /// - Parameter parameters: the parameters that the averages were made from.
  public mutating func update(_ parameters: ParameterSet) {
    let progress = Float(updates)
    let decay = warmsUp ? min(decay, (1 + progress) / (10 + progress)) : decay
    updates += 1
    for parameter in parameters {
      guard var average = averages.removeValue(forKey: parameter.path) else {
        fatalError("the parameter \(parameter.path) is not among those averaged")
      }
      Self.blend(&average, parameter.value, weight: 1 - decay)
      averages[parameter.path] = average
    }
  }

  private static func blend(_ average: inout Tensor, _ value: Tensor, weight: Float) {
    average.withUnsafeMutableSamples { average in
      value.withUnsafeSamples { value in
        let (count, average) = (average.count, average.baseAddress!)
        let value = value.baseAddress!
        Parallel.forEachRange(count, grain: 1 << 13) { range in
          for index in range { average[index] += weight * (value[index] - average[index]) }
        }
      }
    }
  }

  /// The averages and the number of updates, as named tensors for a checkpoint.
  public func state() -> [String: Tensor] {
    var state = ["average.updates": NamedState.counter(updates)]
    for (path, average) in averages { state["average.value.\(path)"] = average }
    return state
  }

  /// Replaces the averages and the number of updates with a ``state()`` from a checkpoint.
  /// - Parameters:
  ///   - state: named tensors; tensors with other names are ignored.
  ///   - source: the origin of the tensors, for the error message.
  /// - Throws: a ``Failure`` that names the first tensor that is missing or has a wrong shape.
  public mutating func load(_ state: [String: Tensor], from source: String) throws(Failure) {
    let state = NamedState(tensors: state, source: source)
    let updates = try state.counter("average.updates")
    var loaded: [String: Tensor] = [:]
    for (path, average) in averages.sorted(by: { $0.key < $1.key }) {
      loaded[path] = try state.tensor("average.value.\(path)", shape: average.shape)
    }
    (self.updates, averages) = (updates, loaded)
  }
}
