import Burnish
import BurnishEvaluation
import BurnishTensors
import Testing

@Suite struct SyntheticSceneTests {
  static let view = SyntheticScene().view(width: 160, height: 120)

  @Test func depthIsThatOfTheGeometry() {
    let depth = Self.view.depth.values
    // The lens looks at 60 degrees, so that a pixel's ray is (x - 80) / 138.564 to the right of the axis.
    let focalLength = 80 / 0.577350269
    // The back wall, at 4.2 m, right of the axis and above the table.
    #expect(abs(depth[30 * 160 + 60] - 4200) < 0.01)
    // The floor, 1.15 m below the camera, at the lowest row right of the middle.
    let y = (119.5 - 60) / focalLength
    #expect(abs(Double(depth[119 * 160 + 85]) - 1150 / y) < 0.1)
    // The left wall, 1.9 m to the left.
    let x = (0.5 - 80) / focalLength
    #expect(abs(Double(depth[20 * 160]) - -1900 / x) < 0.1)
    #expect(depth.allSatisfy { $0 > 1000 && $0 <= 4200.1 })
  }

  @Test func coloursAreInRangeAndTellObjectsApart() {
    let colours = Self.view.colour.values
    #expect(Self.view.colour.shape == [1, 3, 120, 160])
    #expect(colours.allSatisfy { $0 >= 0 && $0 <= 1 })
    let mean = colours.reduce(0, +) / Float(colours.count)
    let variance = colours.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(colours.count)
    #expect(variance > 0.02)
  }

  @Test func threadsDoNotMatter() {
    let threads = Parallel.threadCount
    defer { Parallel.threadCount = threads }
    Parallel.threadCount = 1
    let alone = SyntheticScene().view(width: 64, height: 48)
    Parallel.threadCount = 3
    let together = SyntheticScene().view(width: 64, height: 48)
    #expect(alone.depth.values == together.depth.values)
    #expect(alone.colour.values == together.colour.values)
  }

  @Test func falseColoursEndWhereTheScaleEnds() {
    let plane = Tensor(shape: [1, 1, 1, 4], values: [-5, 0, 10, 99])
    let colours = FalseColour.error.picture(of: plane, range: 0...10).values
    for channel in 0..<3 {
      let row = colours[channel * 4..<channel * 4 + 4].map(\.self)
      #expect(row[0] == row[1] && row[2] == row[3] && row[1] < row[2])
    }
  }

  @Test func theSheetHoldsItsPanels() {
    var sheet = ContactSheet()
    let colours: [Float] = [0.25, 0.5, 0.75]
    for colour in colours {
      sheet.append(Tensor(repeating: colour, shape: [1, 3, 10, 20]), caption: "")
    }
    let picture = sheet.picture(columns: 2)
    // Two columns of 20 and two rows of 10 with a caption of 22, 8 between and around.
    #expect(picture.shape == [1, 3, 8 + 2 * (22 + 10 + 8), 8 + 2 * (20 + 8)])
    let values = picture.values
    for colour in colours { #expect(values.count { $0 == colour } == 3 * 10 * 20) }
    var written = ContactSheet()
    written.append(Tensor(repeating: 0.5, shape: [1, 3, 10, 60]), caption: "Ab 1")
    var blank = ContactSheet()
    blank.append(Tensor(repeating: 0.5, shape: [1, 3, 10, 60]), caption: "    ")
    #expect(written.picture(columns: 1).values != blank.picture(columns: 1).values)
  }

  @Test func theDemonstrationMeasuresBicubicAgainstItself() throws {
    let outcome = try Demonstration(model: .bicubic(), factor: 8).run()
    #expect(outcome.lowSize == (80, 60))
    #expect(outcome.bicubicError == outcome.modelError)
    #expect((50...300).contains(outcome.bicubicError))
    #expect(outcome.contactSheet.width > 900 && outcome.contactSheet.height > 500)
  }
}
