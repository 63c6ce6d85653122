import BurnishCore
import Foundation
import Testing

@Suite struct JSONValueTests {
  private func parsed(_ text: String) throws -> JSONValue {
    try JSONValue(parsingHeader: Array(text.utf8))
  }

  @Test func everyKindOfValueIsParsed() throws {
    let text =
      #" {"a": [0, 12, "\u00fc\ud83d\ude00\n"], "b": {}, "c": [true, false, null], "": []} "#
    #expect(
      try parsed(text)
        == .object([
          "a": .array([.number(0), .number(12), .string("ü😀\n")]), "b": .object([:]),
          "c": .array([.bool(true), .bool(false), .null]), "": .array([]),
        ]))
  }

  /// For text that both accept, Foundation's decoder gives the same value.
  @Test func foundationReadsTheSame() throws {
    let text = #"{"shape":[3,0,9007199254740992],"name":"a/\"b\"\\\t","deep":[[[{"x":null}]]]}"#
    let decoded = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    #expect(try parsed(text) == decoded)
  }

  @Test(arguments: [
    ("9007199254740993", "too large"), ("-1", "no value"), ("1.5", "not whole"),
    ("01", "starts with a zero"), ("1e3", "not whole"), ("nul", "no value"),
    (#"{"a":1,"a":1}"#, "repeated"), ("[1,]", "no value"), ("{} {}", "something follows"),
    (#""\ud800""#, "surrogate"),
  ])
  func whatHeadersMayNotHoldIsNamed(text: String, what: String) throws {
    let error = #expect(throws: JSONValue.SyntaxError.self) { try parsed(text) }
    #expect(error?.what.contains(what) == true, "\(String(describing: error))")
  }

  @Test func quotedTextsAreReadBack() throws {
    for text in ["", "a\"b\\c/\n\r\t\u{0}\u{1f}", "Grüße, 深度 😀"] {
      #expect(try parsed(JSONValue.quoted(text)) == .string(text))
      let decoded = try JSONDecoder().decode(
        JSONValue.self, from: Data(JSONValue.quoted(text).utf8))
      #expect(decoded == .string(text))
    }
  }

  @Test func indentedTextsHaveSortedKeys() throws {
    let value = JSONValue.object([
      "b": .array([.number(1), .number(0.1), .number(-2.5e-7)]), "a": .string("x/y"),
      "c": .object([:]),
    ])
    let wanted = """
      {
        "a" : "x/y",
        "b" : [
          1,
          0.1,
          -2.5e-07
        ],
        "c" : {

        }
      }
      """
    #expect(String(decoding: try JSONValue.indented(value), as: UTF8.self) == wanted)
  }

  @Test func numbersThatAreNotFiniteHaveNoForm() {
    #expect(throws: EncodingError.self) { try JSONValue.indented([Double.nan]) }
  }
}
