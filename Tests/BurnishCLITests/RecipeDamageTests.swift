import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// The program refuses randomly damaged recipes of restorations in one line, or reads them.
@Suite struct RecipeDamageTests {
  /// The recipe's image does not exist, so the program restores nothing.
  private static let recipe = """
    image: none.png
    degradations:
      - kind: blur
        disk: 2.5
        border: circular
      - kind: blur
        motion: [9, 30]
        border: replicate
      - {kind: reduction, factor: 2, resampling: bicubic, dialect: matlab}
      - kind: crop
        left: 8
        top: 0
      - &kept {kind: channels, kept: [red, blue]}
    sigma: 2.55

    """
  /// Texts that replace numbers.
  private static let words = [
    ".nan", "-.inf", "1e400", "-0", "99999999999999999999", "0x7F", "~", "''", "*kept", "{}", "[]",
  ]

  private static func damaged(_ random: inout RandomNumbers) -> [UInt8] {
    func below(_ limit: Int) -> Int { Int(random.next() % UInt64(limit)) }
    if below(2) == 0 {
      let values = recipe.ranges(of: /[\w.]+\b(?!:)/)
      let value = values[below(values.count)]
      return Array(recipe.replacingCharacters(in: value, with: words[below(words.count)]).utf8)
    }
    var bytes = Array(recipe.utf8)
    damage(&bytes, using: &random)
    return bytes
  }

  @Test func areReadOrRefused() throws {
    var random = RandomNumbers(seed: 5)
    try Program.withFolder { folder in
      var refused = 0
      for round in 0..<60 {
        let bytes = round == 0 ? Array(Self.recipe.utf8) : Self.damaged(&random)
        try Data(bytes).write(to: folder.appendingPathComponent("recipe.yaml"))
        let outcome = try Program.run(["restore", "recipe.yaml", "-o", "out.png"], in: folder)
        #expect([65, 66].contains(outcome.code), "round \(round): \(outcome.errors)")
        #expect(outcome.errorLines.count == 2, "round \(round): \(outcome.errors)")
        if outcome.code == 65 { refused += 1 }
        if round == 0 { #expect(outcome.code == 66, "\(outcome.errors)") }
      }
      #expect(refused >= 30, "only \(refused) of 60 were refused")
    }
  }
}
