import Testing

import Dragoman

@Suite struct OffsetTests {
  /// What each piece is from, as text.
  private func sources(_ line: String, _ name: String) throws -> [String] {
    let tokenizer = try Tokenizer(contentsOf: Golden.path(name))
    let bytes = Array(line.utf8)
    return tokenizer.encodeWithOffsets(line).map {
      String(decoding: bytes[$0.source], as: UTF8.self)
    }
  }

  @Test func aPieceCoversAllThatItWasMadeOf() throws {
    let name = "tokenizer.json"
    #expect(try sources("the", name).joined() == "the")
    #expect(try sources("a \t\u{3000} b", name) == ["a", " \t\u{3000} b"])
    #expect(try sources("e\u{301}", name).allSatisfy { $0 == "e\u{301}" || $0.isEmpty })
    #expect(try sources("x\u{AD}y", name).joined().contains("\u{AD}") == false)
    #expect(try sources("ﬁ", name).allSatisfy { $0 == "ﬁ" })
    #expect(try sources("河", name).allSatisfy { $0 == "河" || $0.isEmpty })
  }

  @Test(arguments: goldenTokenizers + ["tokenizer.json"])
  func offsetsAreCharactersInOrderAndIdentifiersStay(name: String) throws {
    let path = goldenTokenizers.contains(name) ? "formats/\(name)" : name
    let tokenizer = try Tokenizer(contentsOf: Golden.path(path))
    var generator = RandomStream(seed: 5)
    for _ in 0..<500 {
      let line = randomLine(using: &generator)
      let pieces = tokenizer.encodeWithOffsets(line)
      #expect(pieces.map(\.id) == tokenizer.encode(line))
      var starts: Set<Int> = [line.utf8.count]
      var offset = 0
      for scalar in line.unicodeScalars {
        starts.insert(offset)
        offset += UTF8.width(scalar)
      }
      var end = 0
      for piece in pieces {
        #expect(
          starts.contains(piece.source.lowerBound) && starts.contains(piece.source.upperBound))
        #expect(piece.source.upperBound >= end, "\(line.debugDescription)")
        end = piece.source.upperBound
      }
    }
  }
}
