import Burnish
import BurnishCore
import BurnishNetworks

extension Recipe {
  public struct Optimizer: Codable, Sendable, Hashable {
    /// Adam if none is named.
    public var rule: Rule?
    public var learningRate: Float
    /// Of Adam and Muon.
    public var beta1: Float?
    public var beta2: Float?
    public var epsilon: Float?
    /// Of SGD: how much of the velocity a step keeps, 0..<1.
    public var momentum: Float?
    /// Of SGD: whether a step looks ahead along the velocity; not if nothing is said.
    public var nesterov: Bool?
    public var weightDecay: Float
    /// The greatest norm of the gradient of all parameters together.
    public var clipGradientNorm: Float

    public enum Rule: String, NamedChoice, Sendable, Hashable {
      /// Adam (Kingma and Ba, 2015) with decoupled weight decay (Loshchilov and Hutter, 2019) of kernels.
      case adam
      /// Muon (K. Jordan et al., 2024) for kernels between hidden channels, Adam for the others.
      case muon
      /// Stochastic gradient descent with momentum; weight decay adds to the gradients of all parameters, as in PyTorch and
      /// Caffe.
      case sgd
    }

    /// The optimizer before its first step.
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

  /// How the learning rate changes over the steps, from the optimizer's on.
  public struct Schedule: Codable, Sendable, Hashable {
    public var steps: Int
    /// The cosine if none is named.
    public var rate: Rate?
    /// Of the cosine: the steps over which the rate rises.
    public var warmup: Int?
    /// Of the cosine: the share of the rate that is left at the end.
    public var finalFraction: Float?
    /// Of steps: what the rate is divided by after every `interval` steps.
    public var divisor: Float?
    public var interval: Int?
    /// Of the polynomial: its exponent.
    public var power: Float?

    public enum Rate: String, NamedChoice, Sendable, Hashable {
      /// Rises over `warmup` steps and falls by half a cosine to `finalFraction`.
      case cosine
      /// Stays.
      case constant
      /// Is divided by `divisor` after every `interval` steps.
      case step
      /// Falls as `(1 - step / steps)^power`, as in Caffe.
      case poly
    }

    /// The schedule of a rate.
    ///
    /// - Parameter learningRate: the optimizer's.
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

  /// Checks that the keys of the rule and of the rate are there, no others, and that their values are in range.
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
