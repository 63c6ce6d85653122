import BurnishCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A learning rate for every step of a training run.
public protocol LearningRateSchedule: Sendable {
  /// - Parameter step: the number of steps already taken, 0 before the first step.
  func rate(at step: Int) -> Float
}

/// A constant rate.
public struct ConstantRate: LearningRateSchedule, Hashable, Codable {
  public var rate: Float

  public init(_ rate: Float) { self.rate = rate }

  public func rate(at step: Int) -> Float { rate }
}

/// A rate that is divided by `divisor` after every `interval` steps.
public struct StepRate: LearningRateSchedule, Hashable, Codable {
  public var first: Float
  public var divisor: Float
  public var interval: Int

  public init(first: Float, divisor: Float, interval: Int) {
    require(divisor > 0, "the divisor \(divisor) must be positive")
    require(interval > 0, "the interval of \(interval) steps must be positive")
    (self.first, self.divisor, self.interval) = (first, divisor, interval)
  }

  public func rate(at step: Int) -> Float {
    Float(Double(first) / pow(Double(divisor), Double(step / interval)))
  }
}

/// A rate that rises linearly over `warmUp` steps and then falls along half a cosine from `peak` to
/// `final` at `total` steps (Loshchilov and Hutter, SGDR, 2017, without restarts).
public struct CosineRate: LearningRateSchedule, Hashable, Codable {
  public var peak: Float
  public var final: Float
  /// The first step's rate is `peak / warmUp`; the rate reaches `peak` after `warmUp` steps.
  public var warmUp: Int
  public var total: Int

  public init(peak: Float, final: Float = 0, warmUp: Int = 0, total: Int) {
    require(
      warmUp >= 0 && total > warmUp, "a warm-up of \(warmUp) in a training of \(total) steps")
    (self.peak, self.final, self.warmUp, self.total) = (peak, final, warmUp, total)
  }

  public func rate(at step: Int) -> Float {
    if step < warmUp { return peak * Float(step + 1) / Float(warmUp) }
    let progress = min(1, Double(step - warmUp) / Double(total - warmUp))
    let fall = (1 + cos(.pi * progress)) / 2
    return Float(Double(final) + (Double(peak) - Double(final)) * fall)
  }
}

/// A rate that falls as `first (1 - step / total)^power`, as in Caffe's policy `poly`; 0 from `total` steps on.
public struct PolynomialRate: LearningRateSchedule, Hashable, Codable {
  public var first: Float
  public var power: Float
  public var total: Int

  public init(first: Float, power: Float, total: Int) {
    require(power > 0, "the power \(power) must be positive")
    require(total > 0, "a training of \(total) steps")
    (self.first, self.power, self.total) = (first, power, total)
  }

  public func rate(at step: Int) -> Float {
    let left = max(0, 1 - Double(step) / Double(total))
    return Float(Double(first) * pow(left, Double(power)))
  }
}
