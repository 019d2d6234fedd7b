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

  /// The languages by the model's own codes, in its order.
  let languages: [(code: String, token: Int32)]
  /// Where the token of the source's language stands; `nil` where the model is not told it.
  var source: Place?
  /// Where the token of the target's language stands; `nil` where the model is not told it.
  var target: Place?
  /// The languages that the folder names, for when nobody else does.
  var defaults = Direction()
  /// Where the languages are from, for errors.
  let origin: String

  init(
    languages: [(code: String, token: Int32)], source: Place?, target: Place?, origin: String
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
    for (place, code, setting) in [
      (source, direction.source ?? defaults.source, Setting.from),
      (target, direction.target ?? defaults.target, Setting.to),
    ] {
      guard let place else { continue }
      guard let code else { throw missing(setting) }
      let token = try token(code, setting)
      switch place {
      case .beforeSource: sourceFrame.before.append(token)
      case .afterSource: sourceFrame.after.append(token)
      case .beforeTarget: targetFrame.before.append(token)
      case .beginsTarget: targetFrame.before = [token]
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
    languages = names.enumerated().compactMap { id, name in code(name).map { ($0, Int32(id)) } }
    self.origin = origin
    guard let (code, token) = languages.first else { return nil }
    if Self.codeInBrackets(names[Int(token)]) != nil {
      target = .beforeSource
      if languages.count == 1 { defaults.target = code }
    } else {
      source = .beforeSource
      target = .beforeTarget
    }
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

  private func token(_ code: String, _ setting: Setting) throws -> Int32 {
    if let found = LanguageCode(code).best(of: languages.map(\.code)) {
      return languages[found].token
    }
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
