import BurnishCore
import Testing

@Suite struct RequirementTests {
  @Test func aTrueConditionMakesNoMessage() {
    var made = 0
    func message() -> String {
      made += 1
      return "a message"
    }
    require(made == 0, message())
    #expect(made == 0)
  }

  /// Also in optimized builds, as here.
  @Test func aFalseConditionEndsTheProcessWithItsMessage() async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let shape = [3, -1]
      require(shape.allSatisfy { $0 >= 0 }, "the shape \(shape) has a negative extent")
    }
    let ended = try #require(result)
    let message = String(decoding: ended.standardErrorContent, as: UTF8.self)
    #expect(message.contains("RequirementTests.swift:"))
    #expect(message.contains("the shape [3, -1] has a negative extent"))
  }
}
