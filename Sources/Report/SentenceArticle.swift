extension HTML {
  /// A sentence of a page: what it is, and its text.
  public static func sentence(_ name: String, _ text: HTML) -> HTML {
    "<div class=\"name\">\(name)</div><p dir=\"auto\">\(text)</p>"
  }
}
