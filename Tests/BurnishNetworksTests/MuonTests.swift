import BurnishCore
import BurnishNetworks
import Testing

@Suite("Muon compared with its rule in double precision")
struct MuonTests {
  /// The golden file's parameters: a wide and a tall kernel, a kernel of few channels, and a bias.
  private func parameters(_ golden: Golden) throws -> ParameterSet {
    let scope = ParameterScope(seed: 1)
    _ = scope.parameter("wide", shape: [8, 9, 3, 3], initializer: .zeros)
    _ = scope.parameter("tall", shape: [40, 12], initializer: .zeros)
    _ = scope.parameter("thin", shape: [3, 16, 3, 3], initializer: .zeros)
    _ = scope.parameter("bias", shape: [5], initializer: .zeros)
    try scope.parameters.load(golden.group("first"), from: "muon")
    return scope.parameters
  }

  private var muon: Muon {
    Muon(
      Adam(learningRate: 0.02, weightDecay: 0.1, decoupled: true, decayScope: .kernels),
      momentum: 0.95)
  }

  private func step(
    _ number: Int, _ optimizer: inout Muon, _ parameters: ParameterSet, _ golden: Golden
  ) {
    optimizer.update(
      parameters.all, gradients: parameters.map { golden["gradient\(number).\($0.path)"] })
  }

  @Test("Four steps; parameters with too few channels or extents use Adam")
  func follows() throws {
    let golden = try Golden("muon")
    let parameters = try parameters(golden)
    #expect(parameters.filter(Muon.takes).map(\.path) == ["wide", "tall"])
    var optimizer = muon
    for number in 0..<4 {
      step(number, &optimizer, parameters, golden)
      for parameter in parameters {
        let difference = worstDifference(
          parameter.value, golden["after\(number).\(parameter.path)"])
        #expect(difference < 5e-6, "step \(number), \(parameter.path)")
      }
    }
  }

  @Test("Training resumed from a checkpoint gives the same bits")
  func resumes() throws {
    let golden = try Golden("muon")
    let (whole, halves) = (try parameters(golden), try parameters(golden))
    var (through, before, after) = (muon, muon, muon)
    for number in 0..<4 { step(number, &through, whole, golden) }
    for number in 0..<2 { step(number, &before, halves, golden) }
    try after.load(before.state(), for: halves.all, from: "state")
    for number in 2..<4 { step(number, &after, halves, golden) }
    for (one, other) in zip(whole, halves) { #expect(one.value.bits == other.value.bits) }

    var state = before.state()
    state["muon.mean.wide"] = nil
    #expect {
      try after.load(state, for: halves.all, from: "state.safetensors")
    } throws: {
      ($0 as? Failure)?.description
        == "state.safetensors: there is no tensor \"muon.mean.wide\"; expected one of shape [8, 9, 3, 3]"
    }
  }
}
