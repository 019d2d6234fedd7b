package import Dragoman

/// Where the time of training went, the longest operation first: seconds forwards and backwards, and the share
/// of all.
package struct ProfileTable: CustomStringConvertible {
  package let description: String

  package init(_ profile: OperationProfile) {
    let all = profile.operations.values.reduce(0) { $0 + $1.total }
    var table = TextTable([.left, .right, .right, .right])
    table.add(["operation", "forward s", "backward s", "share"])
    for (name, seconds) in profile.operations.sorted(by: { $0.value.total > $1.value.total }) {
      table.add([
        name, Figures.decimal(seconds.forward, places: 2),
        Figures.decimal(seconds.backward, places: 2),
        Figures.decimal(100 * seconds.total / max(all, 1e-9), places: 1) + " %",
      ])
    }
    description = table.lines.joined(separator: "\n")
  }
}
