import Glibc

/// Numbers as a person reads them, the same in every language of the system.
public enum Figures {
  /// A whole number in groups of three digits: `29,000`.
  public static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var text = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return text
  }

  /// A number with a fixed count of decimals, rounded as C and Python round it: `41.02`.
  public static func decimal(_ value: Double, places: Int) -> String {
    withVaList([Int32(places), value]) { arguments in
      String(unsafeUninitializedCapacity: 400) { text in
        text.withMemoryRebound(to: CChar.self) { text in
          min(Int(vsnprintf(text.baseAddress, text.count, "%.*f", arguments)), text.count - 1)
        }
      }
    }
  }

  /// A number of things a second: `12,345 tokens/s`, `3.4 updates/s`.
  public static func rate(_ perSecond: Double, _ unit: String) -> String {
    let isWhole = perSecond >= 10 && perSecond < 1e15
    return (isWhole ? count(Int(perSecond.rounded())) : decimal(perSecond, places: 1))
      + " \(unit)/s"
  }

  /// An amount of memory, rounded up: `12 MiB`.
  public static func mebibytes(_ bytes: Int) -> String {
    "\(count((bytes + (1 << 20) - 1) >> 20)) MiB"
  }

  /// A length of time: `12 s`, `3 min 20 s`, `1 h 05 min`.
  public static func duration(_ duration: Duration) -> String {
    let seconds = Int(duration.components.seconds)
    let (minutes, hours) = (seconds / 60, seconds / 3600)
    if hours > 0 { return "\(count(hours)) h \(twoDigits(minutes % 60)) min" }
    if minutes > 0 { return "\(minutes) min \(twoDigits(seconds % 60)) s" }
    return "\(seconds) s"
  }

  private static func twoDigits(_ value: Int) -> String {
    value < 10 ? "0\(value)" : "\(value)"
  }
}
