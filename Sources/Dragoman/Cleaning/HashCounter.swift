/// How often hashes came, and a mark that came with the first of each: a table of 12 bytes a place, at most
/// three quarters full. A `PairTable` is faster, and takes half as much memory again, of which corpora need much.
struct HashCounter: Sendable {
  private var hashes: [UInt64]
  private var marks: [UInt32]
  private var count = 0

  init() {
    hashes = Array(repeating: 0, count: 1 << 10)
    marks = Array(repeating: 0, count: 1 << 10)
  }

  /// The mark that is kept for a hash; `nil`, and this one is kept, when it comes for the first time.
  mutating func mark(of hash: UInt64, orKeep mark: UInt32) -> UInt32? {
    // 0 is an empty place.
    let hash = hash == 0 ? 1 : hash
    let place = place(of: hash)
    if hashes[place] == hash { return marks[place] }
    hashes[place] = hash
    marks[place] = mark
    count += 1
    if 4 * count > 3 * hashes.count { grow() }
    return nil
  }

  /// How often a hash came, this time included.
  mutating func add(_ hash: UInt64) -> UInt32 {
    let hash = hash == 0 ? 1 : hash
    if let times = mark(of: hash, orKeep: 1) {
      marks[place(of: hash)] = times &+ (times < .max ? 1 : 0)
      return marks[place(of: hash)]
    }
    return 1
  }

  private func place(of hash: UInt64) -> Int {
    let mask = hashes.count - 1
    var place = Int(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
    while hashes[place] != 0, hashes[place] != hash { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    let (oldHashes, oldMarks) = (hashes, marks)
    hashes = Array(repeating: 0, count: 2 * oldHashes.count)
    marks = Array(repeating: 0, count: 2 * oldHashes.count)
    for (hash, mark) in zip(oldHashes, oldMarks) where hash != 0 {
      let place = place(of: hash)
      hashes[place] = hash
      marks[place] = mark
    }
  }
}
