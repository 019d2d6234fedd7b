/// A setting of the library by its name, such as `batch-tokens`.
///
/// Errors name settings in backquotes. Who shows an error says how its reader sets them
/// (``InputError/naming(_:)``): a command as `--batch-tokens`, a server as a field of the request.
public struct Setting: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// Lower-case words joined by hyphens.
  public let name: String

  /// A setting of this name.
  public init(_ name: String) { self.name = name }

  /// A setting of this name.
  public init(stringLiteral name: String) { self.name = name }

  /// The name in backquotes.
  public var description: String { "`\(name)`" }
}

/// A value that a setting cannot have.
public struct SettingFault: Error, Equatable, Sendable {
  /// The setting.
  public let setting: Setting
  /// Its value.
  public let value: String
  /// What the value must be, as in `it must be from 1 to 100`.
  public let requirement: String

  init(_ setting: Setting, _ value: some Any, _ requirement: String) {
    self.setting = setting
    self.value = "\(value)"
    self.requirement = requirement
  }

  /// A fault where a value is not in the range; NaN is in none.
  init?<Number: Comparable>(_ setting: Setting, _ value: Number?, in range: ClosedRange<Number>) {
    guard let value, !range.contains(value) else { return nil }
    self.init(setting, value, "it must be from \(range.lowerBound) to \(range.upperBound)")
  }

  /// A fault where the first of two values is above the second.
  init?<Number: Comparable>(
    _ setting: Setting, _ value: Number, above other: Setting, _ most: Number
  ) {
    guard value > most else { return nil }
    self.init(setting, value, "it must not be above \(other), which is \(most)")
  }

  /// The first of some faults; `nil` when there is none.
  static func first(_ faults: SettingFault?...) -> SettingFault? {
    faults.lazy.compactMap(\.self).first
  }

  /// The fault as the error of a library's client.
  public var error: InputError { InputError("\(setting)", "\(value), but \(requirement).") }
}

extension InputError {
  /// The same error with settings named as its reader knows them.
  public func naming(_ name: (Setting) -> String) -> InputError {
    func rename(_ text: String) -> String {
      let parts = text.split(separator: "`", omittingEmptySubsequences: false)
      // Between the first backquote and the second, the third and the fourth …
      guard parts.count > 2, !parts.count.isMultiple(of: 2) else { return text }
      return parts.enumerated().map { index, part in
        let isName = part.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D }
        if index.isMultiple(of: 2) { return String(part) }
        return isName ? name(Setting(String(part))) : "`\(part)`"
      }.joined()
    }
    return InputError(rename(place), rename(problem), remedy: remedy.map(rename))
  }
}

/// Settings that are named in more than one place.
extension Setting {
  package static let averageCheckpoints: Setting = "average-checkpoints"
  package static let averageDecay: Setting = "average-decay"
  package static let batchTokens: Setting = "batch-tokens"
  package static let bpeDropout: Setting = "bpe-dropout"
  package static let dropout: Setting = "dropout"
  package static let encoderFreeze: Setting = "encoder-freeze"
  package static let encoderRate: Setting = "encoder-rate"
  package static let form: Setting = "form"
  package static let from: Setting = "from"
  package static let guidedAlignment: Setting = "guided-alignment"
  package static let labelSmoothing: Setting = "label-smoothing"
  package static let learningRate: Setting = "learning-rate"
  package static let maximumLength: Setting = "max-length"
  package static let memoryLimit: Setting = "memory-limit"
  package static let model: Setting = "model"
  package static let objective: Setting = "objective"
  package static let optimizer: Setting = "optimizer"
  package static let pooling: Setting = "pooling"
  package static let precision: Setting = "precision"
  package static let preset: Setting = "preset"
  package static let rDrop: Setting = "r-drop"
  package static let recase: Setting = "recase"
  package static let resume: Setting = "resume"
  package static let source: Setting = "source"
  package static let tag: Setting = "tag"
  package static let threads: Setting = "threads"
  package static let to: Setting = "to"
  package static let validSource: Setting = "valid-source"
  package static let vocabulary: Setting = "vocabulary"
  package static let vocabularySize: Setting = "vocabulary-size"
  package static let warmup: Setting = "warmup"
  package static let wordDropout: Setting = "word-dropout"
}
