/// Makes a ``RecordStore``: in memory, and in a file from where that would be too much.
package struct RecordWriter: ~Copyable {
  private let path: String?
  private let memory: Int
  /// The blocks in memory, and their bytes.
  private var blocks: [[UInt8]] = []
  private var size = 0
  private var file: RecordFile.Writer?
  private var block: [UInt8] = []
  private var recordsInBlock = 0
  /// How many records were added.
  package private(set) var count = 0

  /// - Parameters:
  ///   - path: The file; `nil` for memory alone. Its folder is made if need be.
  ///   - memory: Bytes of records up to which they stay in memory.
  package init(path: String?, memory: Int) {
    self.path = path
    self.memory = memory
  }

  /// Adds a record at the end.
  ///
  /// - Throws: ``InputError`` when there is no room for it.
  package mutating func append(_ record: some Collection<UInt8>) throws {
    block.append(varint: record.count)
    block.append(contentsOf: record)
    recordsInBlock += 1
    count += 1
    if recordsInBlock == RecordStore.recordsOfBlock { try endBlock() }
  }

  private mutating func endBlock() throws {
    guard recordsInBlock > 0 else { return }
    size += block.count
    if file == nil, let path, size > memory {
      let file = try RecordFile.Writer(path: path)
      for block in blocks { try file.append(block) }
      blocks = []
      self.file = file
    }
    if let file {
      try file.append(block)
      block.removeAll(keepingCapacity: true)
    } else {
      // As large as it is: an array that grew has room to spare.
      blocks.append(block.withUnsafeBufferPointer { Array($0) })
      block.removeAll(keepingCapacity: true)
    }
    recordsInBlock = 0
  }

  /// The records. A file is there only now.
  ///
  /// - Parameters:
  ///   - tables: Numbers to keep with them.
  ///   - description: What to say of them; may read them.
  /// - Throws: ``InputError`` when there is no room for them; what `description` throws.
  package consuming func finish(
    tables: [[UInt32]], description: (RecordStore) throws -> String
  ) throws -> RecordStore {
    try endBlock()
    let place: RecordStore.Place =
      if let file { .file(try file.records()) } else { .memory(blocks) }
    let text = try description(
      RecordStore(place, count: count, tables: tables, description: ""))
    try file?.finish(count: count, tables: tables, description: text)
    return RecordStore(place, count: count, tables: tables, description: text)
  }
}
