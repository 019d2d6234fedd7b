/// What the elements of HTML are to a translation.
enum HTMLElements {
  /// Those that stand within a sentence. What is in no list is one of them, as a browser has it.
  static func isInline(_ name: String) -> Bool { !blocks.contains(name) }

  private static let blocks: Set<String> = [
    "address", "article", "aside", "base", "blockquote", "body", "button", "canvas", "caption",
    "center",
    "col", "colgroup", "datalist", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5",
    "h6",
    "head", "header", "hgroup", "hr", "html", "legend", "li", "link", "listing", "main", "menu",
    "meta",
    "nav", "noframes", "noscript", "ol", "optgroup", "option", "p", "param", "search", "section",
    "select", "source", "summary", "table", "tbody", "td", "template", "tfoot", "th", "thead",
    "title",
    "tr", "track", "ul",
  ]

  /// Those of which nothing is translated, with all that is in them.
  static let opaque: Set<String> = [
    "applet", "audio", "iframe", "listing", "math", "noembed", "noframes", "object", "plaintext",
    "pre",
    "script", "style", "svg", "textarea", "video", "xmp",
  ]

  /// Those within a sentence whose text stays as it is.
  static let code: Set<String> = ["code", "kbd", "samp", "tt", "var"]

  /// Those that have no content and no end tag.
  static let void: Set<String> = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input",
    "keygen",
    "link", "meta", "param", "source", "track", "wbr",
  ]

  /// Attributes that a reader sees or hears.
  static let texts: Set<String> = [
    "abbr", "alt", "aria-description", "aria-label", "aria-placeholder", "aria-roledescription",
    "label", "placeholder", "title",
  ]

  /// The names of `meta` elements whose content is text.
  static let metaNames: Set<String> = [
    "description", "og:title", "og:description", "og:image:alt", "twitter:title",
    "twitter:description", "twitter:image:alt",
  ]
}
