/// Finds the blocks of a text.
protocol ContentFormat: Sendable {
  /// The blocks of a content in UTF-8.
  ///
  /// - Parameter place: The file, for errors.
  /// - Throws: `InputError` when it is not of the format.
  func blocks(in bytes: [UInt8], place: String) throws -> [Block]
}

/// What is to become of a document, besides that its text is translated.
public struct DocumentSettings: Sendable {
  /// The code of the language that it is translated to, for files that name it; `nil` leaves it as it is.
  public var language: String?
  /// Whether what has a translation gets another.
  public var retranslates = false
  /// The column of a table that is translated: its name in the first row, or its number from 1.
  public var column: String?
  /// The column that the translation goes to, likewise, or the name of a new one; `nil` for in place of the text.
  public var into: String?

  /// Settings with which translations stay.
  public init() {}
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
  /// A catalogue in JSON, ARB too.
  case json
  /// A catalogue of Apple.
  case strings
  /// A catalogue of Xcode, of all languages.
  case xcstrings
  /// A catalogue of Java.
  case properties
  /// A catalogue of Android.
  case android
  /// A catalogue in YAML, as of Rails.
  case yaml
  /// A translator's package.
  case xliff
  /// A translation memory.
  case tmx
  /// A table with values between commas or semicolons.
  case csv
  /// A table with values between tabs.
  case tsv
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
  func content(_ settings: DocumentSettings) -> Container {
    switch self {
    case .html: .text(HTMLFormat())
    case .markdown: .text(MarkdownFormat())
    case .srt, .vtt: .text(SubtitleFormat())
    case .po: .text(POFormat(settings: settings))
    case .json: .text(JSONFormat(settings: settings))
    case .strings: .text(AppleStringsFormat())
    case .xcstrings: .text(StringCatalogFormat(settings: settings))
    case .properties: .text(PropertiesFormat())
    case .android: .text(AndroidFormat())
    case .yaml: .text(YAMLFormat(settings: settings))
    case .xliff: .text(XLIFFFormat(settings: settings))
    case .tmx: .text(TMXFormat(settings: settings))
    case .csv, .tsv: .table
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
    /// Rows, which are read as they are translated.
    case table
  }

  /// Whether it is a table, of which one column is translated.
  public var isTable: Bool { self == .csv || self == .tsv }

  /// What stands for a character that the encoding of its text has not; `nil` for a question mark.
  var escape: (@Sendable (Unicode.Scalar) -> String)? {
    switch self {
    case .html, .xliff, .tmx, .android: { "&#\($0.value);" }
    case .properties: { Escaping.escaped($0, UInt8(ascii: "u")) }
    default: nil
    }
  }
}
