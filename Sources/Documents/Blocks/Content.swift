/// A text with the blocks that were found in it.
///
/// It is its bytes, in UTF-8, and the places of its blocks: what is not translated stays as it is, byte for
/// byte.
struct Content: Sendable {
  let bytes: [UInt8]
  /// By their places; one may lie in the markup of another.
  let blocks: [Block]

  init(_ bytes: [UInt8], _ blocks: [Block]) {
    self.bytes = bytes
    self.blocks = blocks.sorted {
      ($0.range.lowerBound, $1.range.upperBound) < ($1.range.lowerBound, $0.range.upperBound)
    }
  }

  /// The bytes with the translations of some blocks.
  ///
  /// - Parameter translations: One for each block; `nil` leaves it as it is.
  func replacing(_ translations: [[InlinePart]?]) -> [UInt8] {
    let edits = zip(blocks, translations).compactMap { block, parts in
      parts.map { Edit(range: block.range, parts: $0, spelling: block.spelling) }
    }
    return edits.isEmpty ? bytes : copy(0..<bytes.count, edits[...])
  }

  fileprivate struct Edit {
    let range: Range<Int>
    let parts: [InlinePart]
    let spelling: any Spelling
  }

  /// The bytes at a place, with the edits that lie there.
  private func copy(_ range: Range<Int>, _ edits: ArraySlice<Edit>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(range.count + range.count / 8)
    var position = range.lowerBound
    var index = edits.first(atOrAfter: position)
    while index < edits.endIndex, edits[index].range.lowerBound <= range.upperBound {
      let edit = edits[index]
      index += 1
      // Those within an edit were written with it.
      guard edit.range.lowerBound >= position, edit.range.upperBound <= range.upperBound else {
        continue
      }
      result += bytes[position..<edit.range.lowerBound]
      result += edit.spelling.write(edit.parts) { copy($0, edits[index...]) }
      position = edit.range.upperBound
    }
    return result + bytes[position..<range.upperBound]
  }

  /// The number of the line that a place is in, counted from 1.
  func lineNumber(of place: Int) -> Int { bytes[..<place].count { $0 == 0x0A } + 1 }
}

extension ArraySlice<Content.Edit> {
  /// The first edit that begins at a place or behind it.
  fileprivate func first(atOrAfter place: Int) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].range.lowerBound < place { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
