import Burnish
import BurnishCore
import BurnishNetworks

extension Recipe {
  public struct Optimizer: Codable, Sendable, Hashable {
    /// The update rule; Adam if `nil`.
    public var rule: Rule?
    public var learningRate: Float
    /// For Adam and Muon, as are `beta2` and `epsilon`.
    public var beta1: Float?
    public var beta2: Float?
    public var epsilon: Float?
    /// For SGD: the fraction of the velocity that a step keeps, 0..<1.
    public var momentum: Float?
    /// For SGD: whether a step looks ahead along the velocity; not if `nil`.
    public var nesterov: Bool?
    public var weightDecay: Float
    /// The maximum norm of the joint gradient of all parameters.
    public var clipGradientNorm: Float

    public enum Rule: String, NamedChoice, Sendable, Hashable {
      /// Adam (Kingma and Ba, 2015) with decoupled weight decay (Loshchilov and Hutter, 2019) of kernels.
      case adam
      /// Muon (K. Jordan et al., 2024) for kernels between hidden channels, Adam for other parameters.
      case muon
      /// Stochastic gradient descent with momentum. Weight decay adds to the gradients of all parameters, as in
      /// PyTorch and Caffe.
      case sgd
    }

    /// Makes the optimizer before its first step.
    func makeOptimizer() -> any BurnishNetworks.Optimizer {
      if rule == .sgd {
        return SGD(
          learningRate: learningRate, momentum: momentum!, weightDecay: weightDecay,
          nesterov: nesterov ?? false)
      }
      let adam = Adam(
        learningRate: learningRate, beta1: beta1!, beta2: beta2!, epsilon: epsilon!,
        weightDecay: weightDecay, decoupled: true, decayScope: .kernels)
      return rule == .muon ? Muon(adam) : adam
    }
  }

  /// The change of the learning rate over the steps, starting from the optimizer's rate.
  public struct Schedule: Codable, Sendable, Hashable {
    public var steps: Int
    /// The curve of the rate; the cosine if `nil`.
    public var rate: Rate?
    /// For the cosine: the number of steps over which the rate rises.
    public var warmup: Int?
    /// For the cosine: the fraction of the rate at the end.
    public var finalFraction: Float?
    /// For steps: the divisor of the rate after every `interval` steps.
    public var divisor: Float?
    public var interval: Int?
    /// For the polynomial: its exponent.
    public var power: Float?

    public enum Rate: String, NamedChoice, Sendable, Hashable {
      /// The rate rises over `warmup` steps and falls by half a cosine to `finalFraction`.
      case cosine
      /// The rate stays the same.
      case constant
      /// The rate drops by `divisor` after every `interval` steps.
      case step
      /// The rate falls as `(1 - step / steps)^power`, as in Caffe.
      case poly
    }

    /// Makes the schedule of the learning rate.
    ///
    /// - Parameter learningRate: the optimizer's rate.
    func makeSchedule(from learningRate: Float) -> any LearningRateSchedule {
      switch rate ?? .cosine {
      case .cosine:
        CosineRate(
          peak: learningRate, final: learningRate * finalFraction!, warmUp: warmup!, total: steps)
      case .constant: ConstantRate(learningRate)
      case .step: StepRate(first: learningRate, divisor: divisor!, interval: interval!)
      case .poly: PolynomialRate(first: learningRate, power: power!, total: steps)
      }
    }
  }

  /// Checks that the recipe has exactly the keys of the rule and the rate, with values in range.
  func checkOptimization(path: String) throws(Failure) {
    let check = RecipeCheck(path: path)
    let (rule, rate) = (optimizer.rule ?? .adam, schedule.rate ?? .cosine)
    let isAdam = rule != .sgd
    let positive = "a positive number"
    try check.number(optimizer.learningRate, "optimizer.learningRate", positive) { $0 > 0 }
    try check.number(optimizer.clipGradientNorm, "optimizer.clipGradientNorm", positive) { $0 > 0 }
    try check.number(optimizer.weightDecay, "optimizer.weightDecay", "a number of 0 or more") {
      $0 >= 0
    }
    let inUnit = "a number in 0..<1"
    for (key, beta) in [("beta1", optimizer.beta1), ("beta2", optimizer.beta2)] {
      try check.number(beta, "optimizer.\(key)", inUnit, for: rule, isAdam) { (0..<1).contains($0) }
    }
    try check.number(optimizer.epsilon, "optimizer.epsilon", positive, for: rule, isAdam) { $0 > 0 }
    try check.number(optimizer.momentum, "optimizer.momentum", inUnit, for: rule, !isAdam) {
      (0..<1).contains($0)
    }
    try check(
      optimizer.nesterov != true || optimizer.momentum ?? 0 > 0, "optimizer.nesterov", "true",
      "a positive momentum beside it, of the rule sgd")
    let warmup = schedule.warmup ?? 0
    try check(
      warmup >= 0 && schedule.steps > warmup && schedule.steps <= 100_000_000, "schedule.steps",
      schedule.steps, "more steps than the warm-up's \(warmup), 100000000 at most")
    let isCosine = rate == .cosine
    try check.number(
      schedule.warmup.map(Float.init), "schedule.warmup", "0 or more", for: rate, isCosine
    ) { $0 >= 0 }
    try check.number(
      schedule.finalFraction, "schedule.finalFraction", "a number in 0...1", for: rate, isCosine
    ) { (0...1).contains($0) }
    try check.number(schedule.divisor, "schedule.divisor", positive, for: rate, rate == .step) {
      $0 > 0
    }
    try check.number(
      schedule.interval.map(Float.init), "schedule.interval", "1 or more", for: rate, rate == .step
    ) { $0 >= 1 }
    try check.number(schedule.power, "schedule.power", positive, for: rate, rate == .poly) {
      $0 > 0
    }
  }
}
