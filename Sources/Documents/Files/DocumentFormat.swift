/// Finds the blocks of a text.
protocol ContentFormat: Sendable {
  /// The blocks of a content in UTF-8.
  ///
  /// - Parameter place: The file, for errors.
  /// - Throws: `InputError` when it is not of the format.
  func blocks(in bytes: [UInt8], place: String) throws -> [Block]
}

/// A kind of document that is translated.
public enum DocumentFormat: String, CaseIterable, Sendable {
  /// A web page.
  case html
  /// A Markdown text: CommonMark with GitHub's tables.
  case markdown
  /// Subtitles of SubRip.
  case srt
  /// Subtitles of the web.
  case vtt
  /// A catalogue of gettext.
  case po
  /// A translator's package.
  case xliff
  /// A text of Word.
  case docx
  /// Slides of PowerPoint.
  case pptx
  /// A workbook of Excel.
  case xlsx
  /// A text, slides or a sheet of LibreOffice.
  case odf
  /// A book.
  case epub

  /// How its text is read, or that of the members of its archive.
  var content: Container {
    switch self {
    case .html: .text(HTMLFormat())
    case .markdown: .text(MarkdownFormat())
    case .srt, .vtt: .text(SubtitleFormat())
    case .po: .text(POFormat())
    case .xliff: .text(XLIFFFormat())
    case .docx: .archive(.docx)
    case .pptx: .archive(.pptx)
    case .xlsx: .archive(.xlsx)
    case .odf: .archive(.odf)
    case .epub: .archive(.epub)
    }
  }

  /// What a document consists of.
  enum Container {
    case text(any ContentFormat)
    case archive(ArchiveFormat)
  }

  /// Whether its text is XML, which says its encoding and may say any character by number.
  var isMarkup: Bool { self == .html || self == .xliff }
}
