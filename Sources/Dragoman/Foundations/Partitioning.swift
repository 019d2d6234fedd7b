extension Array {
  /// The first place for which a predicate holds that holds for all after it.
  func partitioningIndex(_ predicate: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if predicate(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension Collection where Index == Int {
  /// The elements in order, `size` at a time.
  func chunks(of size: Int) -> [SubSequence] {
    stride(from: startIndex, to: endIndex, by: Swift.max(1, size)).map {
      self[$0..<Swift.min($0 + size, endIndex)]
    }
  }
}
