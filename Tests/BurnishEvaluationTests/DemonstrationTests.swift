import Burnish
import BurnishEvaluation
import BurnishImages
import Testing

@Suite struct DemonstrationTests {
  @Test func theDemonstrationMeasuresBicubicAgainstItself() throws {
    let outcome = try Demonstration(model: .bicubic(), factor: 8).run()
    #expect(outcome.lowSize == (80, 60))
    #expect(outcome.bicubicError == outcome.modelError)
    #expect((50...300).contains(outcome.bicubicError))
    #expect(outcome.contactSheet.width > 900 && outcome.contactSheet.height > 400)
  }
}
