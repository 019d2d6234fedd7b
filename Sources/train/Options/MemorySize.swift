import ArgumentParser

/// An amount of memory as a person writes it: `500M`, `2G`, or a number of bytes.
struct MemorySize: ExpressibleByArgument {
  let bytes: Int

  init?(argument: String) {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
    let unit = argument.last.flatMap { units[Character($0.uppercased())] }
    guard let number = Double(unit == nil ? argument : String(argument.dropLast())),
      case let bytes = number * Double(unit ?? 1), bytes >= 1, bytes < 1e18
    else { return nil }
    self.bytes = Int(bytes)
  }
}
