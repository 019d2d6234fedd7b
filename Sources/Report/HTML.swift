/// A piece of a page.
///
/// What is interpolated into a literal is text and stands for itself, whatever characters it has; only
/// other pieces are taken as they are. So no text can become markup.
///
/// ```swift
/// let name = "R&D <draft>"
/// let cell: HTML = "<td>\(name)</td>"  // <td>R&amp;D &lt;draft&gt;</td>
/// ```
public struct HTML: Sendable, Equatable, ExpressibleByStringInterpolation {
  /// The markup.
  public let markup: String

  private init(markup: String) { self.markup = markup }

  /// Markup as it stands in the code.
  public init(stringLiteral value: String) { self.init(markup: value) }

  /// Markup as it stands in the code, with text in it.
  public init(stringInterpolation: Interpolation) { self.init(markup: stringInterpolation.markup) }

  /// Puts pieces one after the other, with nothing between them.
  public init(joining pieces: some Sequence<HTML>) {
    self.init(markup: pieces.map(\.markup).joined())
  }

  /// Escapes text as it comes.
  public struct Interpolation: StringInterpolationProtocol {
    fileprivate var markup = ""

    /// Begins with nothing.
    public init(literalCapacity: Int, interpolationCount: Int) {
      markup.reserveCapacity(2 * literalCapacity)
    }

    /// Adds markup as it stands in the code.
    public mutating func appendLiteral(_ literal: String) { markup += literal }

    /// Adds a piece as it is.
    public mutating func appendInterpolation(_ piece: HTML) { markup += piece.markup }

    /// Adds pieces as they are, one after the other.
    public mutating func appendInterpolation(_ pieces: [HTML]) {
      markup += HTML(joining: pieces).markup
    }

    /// Adds text, escaped.
    public mutating func appendInterpolation(_ text: String) {
      for scalar in text.unicodeScalars {
        switch scalar {
        case "&": markup += "&amp;"
        case "<": markup += "&lt;"
        case ">": markup += "&gt;"
        case "\"": markup += "&quot;"
        case "'": markup += "&#39;"
        // Not allowed on a page, not even escaped.
        case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{7F}"..."\u{9F}":
          markup += "\u{FFFD}"
        default: markup.unicodeScalars.append(scalar)
        }
      }
    }

    /// Adds a whole number.
    public mutating func appendInterpolation(_ number: Int) { markup += String(number) }
  }
}
