/// What a model that knows several languages is to do.
public struct Direction: Sendable, Equatable {
  /// The language of the source: a code of ISO 639 such as `de`, or one of the model's own such as
  /// `deu_Latn`; `nil` for the model's default.
  public var source: String?
  /// The language of the translation, likewise.
  public var target: String?
  /// A control token in front of every source sentence; `nil` for none.
  public var tag: String?

  /// A direction between two languages, or that of a tag.
  public init(from source: String? = nil, to target: String? = nil, tag: String? = nil) {
    self.source = source
    self.target = target
    self.tag = tag
  }
}

/// The tokens with which a model of several languages is told them.
struct LanguageTokens: Sendable {
  /// Where the token of a language stands.
  enum Place: String, Sendable {
    /// In front of a source.
    case beforeSource
    /// Behind a source and its end mark.
    case afterSource
    /// Behind what a target begins with.
    case beforeTarget
    /// In place of what a target begins with.
    case beginsTarget
  }

  /// A language of a model.
  struct Language: Sendable {
    /// The model's own code.
    let code: String
    /// What tells the model that a source is in it; usually a token.
    let source: [Int32]
    /// What tells the model to translate into it.
    let target: [Int32]

    init(code: String, source: [Int32], target: [Int32]) {
      self.code = code
      self.source = source
      self.target = target
    }

    /// A language with one token.
    init(_ code: String, _ token: Int32) { self.init(code: code, source: [token], target: [token]) }
  }

  /// The languages in the model's order.
  let languages: [Language]
  /// Where the token of the source's language stands; `nil` where the model is not told it.
  var source: Place?
  /// Where the token of the target's language stands; `nil` where the model is not told it.
  var target: Place?
  /// The languages that the folder names, for when nobody else does.
  var defaults = Direction()
  /// Whether both may be left out.
  var isOptional = false
  /// Where the languages are from, for errors.
  let origin: String

  init(
    languages: [Language], source: Place?, target: Place?, origin: String
  ) {
    self.languages = languages
    self.source = source
    self.target = target
    self.origin = origin
  }

  /// Puts the tokens of a direction into the frames of its sentences.
  ///
  /// - Throws: ``InputError`` when a language is not among those of the model, or is missing.
  func apply(
    _ direction: Direction, _ sourceFrame: inout SentenceFrame, _ targetFrame: inout SentenceFrame
  ) throws {
    let codes = (
      source: direction.source ?? defaults.source, target: direction.target ?? defaults.target
    )
    if isOptional, codes.source == nil, codes.target == nil { return }
    for (place, code, setting, tokens) in [
      (source, codes.source, Setting.from, \Language.source),
      (target, codes.target, Setting.to, \Language.target),
    ] {
      guard let place else { continue }
      guard let code else { throw missing(setting) }
      let tokens = try language(code, setting)[keyPath: tokens]
      switch place {
      case .beforeSource: sourceFrame.before += tokens
      case .afterSource: sourceFrame.after += tokens
      case .beforeTarget: targetFrame.before += tokens
      case .beginsTarget: targetFrame.before = tokens
      }
    }
  }

  /// The language that OPUS-MT names in a token such as `>>deu<<`; `nil` for other tokens.
  static func codeInBrackets(_ name: String) -> String? {
    name.hasPrefix(">>") && name.hasSuffix("<<") && name.utf8.count > 4
      ? String(name.dropFirst(2).dropLast(2)) : nil
  }

  /// The languages whose tokens have names that tell it; `nil` when none has.
  ///
  /// - Parameter code: The language of a name.
  init?(
    named names: [String], origin: String,
    code: (String) -> String? = LanguageTokens.code(inName:)
  ) {
    languages = Self.languages(names, code)
    self.origin = origin
    guard let first = languages.first else { return nil }
    if Self.codeInBrackets(names[Int(first.target[0])]) != nil {
      target = .beforeSource
      if languages.count == 1 { defaults.target = first.code }
    } else {
      source = .beforeSource
      target = .beforeTarget
    }
  }

  /// The languages whose tokens have names that tell it, of which that of the target stands in front of a source;
  /// `nil` when none has.
  ///
  /// - Parameter code: The language of a name.
  init?(targetsNamed names: [String], origin: String, code: (String) -> String?) {
    let languages = Self.languages(names, code)
    if languages.isEmpty { return nil }
    self.init(languages: languages, source: nil, target: .beforeSource, origin: origin)
  }

  private static func languages(_ names: [String], _ code: (String) -> String?) -> [Language] {
    names.enumerated().compactMap { id, name in code(name).map { Language($0, Int32(id)) } }
  }

  /// The language that a token's name tells: `>>deu<<`, `__de__`, `deu_Latn` or `de_DE`.
  static func code(inName name: String) -> String? {
    codeInBrackets(name) ?? codeInUnderscores(name) ?? (isFairseqCode(name) ? name : nil)
  }

  /// The language that M2M-100 names in a token such as `__de__`; `nil` for other tokens.
  static func codeInUnderscores(_ name: String) -> String? {
    name.hasPrefix("__") && name.hasSuffix("__") && name.utf8.count > 4
      ? String(name.dropFirst(2).dropLast(2)) : nil
  }

  /// Whether a name is a code such as `deu_Latn` or `de_DE`.
  static func isFairseqCode(_ name: String) -> Bool {
    let parts = name.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 2, (2...3).contains(parts[0].utf8.count),
      [2, 4].contains(parts[1].utf8.count)
    else { return false }
    return parts[0].allSatisfy { $0.isASCII && $0.isLowercase }
      && parts[1].first.map { $0.isASCII && $0.isUppercase } == true
      && parts[1].allSatisfy { $0.isASCII && $0.isLetter }
  }

  private func language(_ code: String, _ setting: Setting) throws -> Language {
    if let found = LanguageCode(code).best(of: languages.map(\.code)) { return languages[found] }
    throw InputError(
      "\(setting) \(code)", "not a language of the model.",
      remedy: "Choose one of those of \(origin): \(list).")
  }

  private func missing(_ setting: Setting) -> InputError {
    InputError(
      "\(setting)", "is missing: the model knows \(languages.count) languages.",
      remedy: "Give one of those of \(origin): \(list).")
  }

  private var list: String { languages.map(\.code).joined(separator: " ") }
}
