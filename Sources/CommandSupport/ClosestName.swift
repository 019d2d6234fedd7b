/// The one of `names` that is spelled most like `name`, or `nil` when none comes close.
public func closestName(to name: String, among names: some Sequence<String>) -> String? {
  let nearest = names.map { (distance: editDistance($0, name), name: $0) }.min { $0 < $1 }
  guard let nearest, nearest.distance <= max(1, name.count / 3) else { return nil }
  return nearest.name
}

/// The least number of characters to insert, delete or replace, and of neighbours to swap, that turns
/// one word into the other (Damerau 1964, each place changed once).
private func editDistance(_ first: String, _ second: String) -> Int {
  let (first, second) = (Array(first), Array(second))
  var before = [Int]()
  var above = Array(0...second.count)
  for i in first.indices {
    var row = [i + 1]
    for j in second.indices {
      let replaced = above[j] + (first[i] == second[j] ? 0 : 1)
      var distance = min(replaced, above[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
        distance = min(distance, before[j - 1] + 1)
      }
      row.append(distance)
    }
    (before, above) = (above, row)
  }
  return above[second.count]
}
