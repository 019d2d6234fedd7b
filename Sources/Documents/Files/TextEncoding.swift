import CLibXML2
import Dragoman
import Glibc

/// How the characters of a text file are written as bytes.
struct TextEncoding: Sendable {
  /// As iconv calls it.
  let name: String
  /// What stands before the text.
  var mark: [UInt8] = []

  static let utf8 = TextEncoding(name: "UTF-8")

  /// The encoding that a file's first bytes say.
  static func marked(_ bytes: [UInt8]) -> TextEncoding? {
    let marks: [(String, [UInt8])] = [
      ("UTF-8", [0xEF, 0xBB, 0xBF]), ("UTF-32LE", [0xFF, 0xFE, 0, 0]),
      ("UTF-16LE", [0xFF, 0xFE]), ("UTF-16BE", [0xFE, 0xFF]),
    ]
    return marks.first { bytes.starts(with: $0.1) }.map { TextEncoding(name: $0.0, mark: $0.1) }
  }

  /// The text in UTF-8; `nil` when bytes are not of the encoding, or there is none of that name.
  func decode(_ bytes: [UInt8]) -> [UInt8]? {
    let text = bytes[mark.count...]
    if isUTF8 { return String(validating: text, as: UTF8.self).map { _ in Array(text) } }
    return Self.convert(Array(text), from: name, to: "UTF-8")
  }

  /// The bytes of a text in UTF-8.
  ///
  /// - Parameter escape: What stands for a character that the encoding has not; `nil` for a question mark.
  func encode(_ text: [UInt8], escape: ((Unicode.Scalar) -> String)?) -> [UInt8] {
    if isUTF8 { return mark + text }
    if let whole = Self.convert(text, from: "UTF-8", to: name) { return mark + whole }
    var result = mark
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      result +=
        Self.convert(Array(String(scalar).utf8), from: "UTF-8", to: name)
        ?? Self.convert(Array((escape?(scalar) ?? "?").utf8), from: "UTF-8", to: name) ?? []
    }
    return result
  }

  private var isUTF8: Bool { ["UTF-8", "UTF8", "US-ASCII", "ASCII"].contains(name.uppercased()) }

  private static func convert(_ bytes: [UInt8], from: String, to: String) -> [UInt8]? {
    let converter = iconv_open(to, from)
    guard converter != iconv_t(bitPattern: -1) else { return nil }
    defer { iconv_close(converter) }
    var (input, output) = (bytes, [UInt8](repeating: 0, count: 4 * bytes.count + 16))
    let written = input.withUnsafeMutableBytes { input in
      output.withUnsafeMutableBytes { output -> Int? in
        var from = input.bindMemory(to: CChar.self).baseAddress
        var to = output.bindMemory(to: CChar.self).baseAddress
        var (rest, room) = (input.count, output.count)
        guard rest == 0 || iconv(converter, &from, &rest, &to, &room) == 0, rest == 0 else {
          return nil
        }
        return output.count - room
      }
    }
    return written.map { Array(output[..<$0]) }
  }
}
