import Testing

import Dragoman

@Suite struct JSONTests {
  private func parse(_ text: String) throws -> JSON { try JSON(parsing: text, place: "f.json") }

  @Test func readsWhatItWrites() throws {
    let value: JSON = [
      "null": nil, "yes": true, "no": false, "whole": -12, "part": .number(0.25),
      "text": "\"\\/\u{8}\u{C}\n\r\t\u{1F} é 🙂", "empty": [[], .object([])],
      "deep": [["a": [1, ["b": 2]]]],
    ]
    #expect(try parse(value.text) == value)
    #expect(value["deep"]?.integer == nil && value["whole"]?.integer == -12)
    #expect(value["part"]?.integer == nil && JSON.null["name"] == nil)
  }

  @Test func readsEscapes() throws {
    #expect(try parse(#""\u00e9\ud83d\ude42\/\b""#) == "é🙂/\u{8}")
    #expect(try parse(#""\ud83dx\udc00""#) == "\u{FFFD}x\u{FFFD}")
    #expect(try parse(" [1e3 , -0.5]\r\n") == [1000, .number(-0.5)])
  }

  @Test(arguments: [
    ("", "f.json: is cut short: expected a value, but it ends in line 1."),
    ("{\"a\" 1}", "f.json:1: is not JSON: expected ':', found '1}'."),
    ("{\n  a: 1}", "f.json:2: is not JSON: expected a name in quotes, found 'a:'."),
    ("[1 2]", "f.json:1: is not JSON: expected ',' or ']', found '2]'."),
    ("[1] x", "f.json:1: is not JSON: expected the end of the file, found 'x'."),
    ("nul", "f.json:1: is not JSON: expected a value, found 'nul'."),
    ("\"a", "f.json: is cut short: expected the end of a string, but it ends in line 1."),
    ("\"\\x\"", "f.json:1: is not JSON: expected an escape, found 'x\"'."),
    (
      "\"\\u12g4\"", "f.json:1: is not JSON: expected four hexadecimal digits, found '12g4\"'."
    ),
    ("--1", "f.json:1: is not JSON: expected a value, found '--1'."),
  ])
  func saysWhereItStopsBeingJSON(text: String, expected: String) {
    let error = #expect(throws: InputError.self) { try parse(text) }
    let firstLine = error?.description.split(separator: "\n").first
    #expect(firstLine == expected[...])
  }

  @Test func deepNestingIsRefused() {
    let error = #expect(throws: InputError.self) {
      try parse(String(repeating: "[", count: 1_000_000))
    }
    #expect(
      error?.problem == "is not JSON: expected at most 64 levels of nesting, found '[[[[[[[['.")
  }
}
