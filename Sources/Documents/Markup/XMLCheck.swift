import CLibXML2
import Dragoman

/// Sees to it that XML is well-formed and harmless before anyone looks at it.
///
/// libxml2 does that: it reads nothing from outside, and refuses elements nested deeper than 256, names and
/// attributes of more than 10 MB, and whatever is not well-formed.
enum XMLCheck {
  /// Checks a text in UTF-8.
  ///
  /// - Throws: `InputError` with the line, when it is no well-formed XML or declares entities.
  static func check(_ bytes: [UInt8], place: String) throws {
    try refuseEntities(bytes, place: place)
    guard let size = Int32(exactly: bytes.count) else {
      throw InputError(place, "is larger than 2 GiB.")
    }
    let options =
      Int32(XML_PARSE_NONET.rawValue) | Int32(XML_PARSE_NOERROR.rawValue)
      | Int32(XML_PARSE_NOWARNING.rawValue)
    let problem = bytes.withUnsafeBytes { bytes -> String? in
      guard
        let reader = xmlReaderForMemory(
          bytes.bindMemory(to: CChar.self).baseAddress, size, nil, "UTF-8", options)
      else { return "is no XML" }
      defer { xmlFreeTextReader(reader) }
      var status: Int32 = 1
      while status == 1 { status = xmlTextReaderRead(reader) }
      guard status != 0 else { return nil }
      guard let error = xmlGetLastError() else { return "is no well-formed XML" }
      let message = error.pointee.message.map { String(cString: $0) } ?? ""
      let detail = message.split(separator: "\n").first.map { ": \($0)" } ?? ""
      return "is no well-formed XML, line \(error.pointee.line)\(detail)"
    }
    if let problem {
      throw InputError(place, "\(problem).", remedy: "Save the file again with its program.")
    }
  }

  /// No document that people write declares entities, and those that do are made to do harm.
  private static func refuseEntities(_ bytes: [UInt8], place: String) throws {
    var scanner = MarkupScanner(bytes, .xml)
    while let token = scanner.next() {
      switch token {
      case .open: return
      case .other(let range):
        let text = bytes[range]
        guard text.starts(with: "<!DOCTYPE".utf8) else { continue }
        let declares = text.indices.contains {
          text[$0] == UInt8(ascii: "<") && text[$0...].starts(with: "<!ENTITY".utf8)
        }
        guard !declares else {
          throw InputError(
            place, "declares entities of its own, which are not read.",
            remedy: "Save it again with its program, or take '<!ENTITY …>' out.")
        }
      default: break
      }
    }
  }
}
