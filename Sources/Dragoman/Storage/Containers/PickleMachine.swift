/// Runs a pickle, which is a program for a stack, without being able to do anything.
///
/// Of Python's opcodes it knows those with which PyTorch writes weights, and of Python's functions none:
/// names of functions are looked up in ``TorchObjects``, which makes plain values or refuses. Lists and
/// tuples lie in a heap by number, so that neither cycles nor deep nesting do harm. Each opcode takes at least
/// a byte and makes at most one value, of which there are at most two million.
struct PickleMachine {
  enum Value {
    case none
    case bool(Bool)
    case integer(Int)
    /// A number or a string that weights do not need.
    case other
    case text(String)
    /// The name of a function or a class, which is only a name.
    case global(String)
    /// A list, a tuple or a set, by its number in the heap.
    case sequence(Int)
    /// A dictionary, by its number in the heap.
    case dictionary(Int)
    case storage(TorchObjects.Storage)
    case tensor(TorchObjects.Tensor)
  }

  /// Lists, tuples and sets.
  private(set) var sequences: [[Value]] = []
  /// The keys and values of dictionaries in the order in which they were set.
  private(set) var dictionaries: [[(key: Value, value: Value)]] = []

  private var stack: [Value] = []
  private var marks: [Int] = []
  private var memo: [UInt32: Value] = [:]
  private var made = 0
  private var cursor: ByteCursor

  private static let mostValues = 2_000_000

  /// Runs the pickle that begins where `cursor` stands, and leaves `cursor` behind it.
  ///
  /// - Returns: The machine with its heap, and the value that the pickle is of.
  /// - Throws: ``InputError`` when it is damaged, or wants what weights do not need.
  static func run(_ cursor: inout ByteCursor) throws -> (PickleMachine, Value) {
    var machine = PickleMachine(cursor: cursor)
    while let opcode = Opcode(rawValue: try machine.cursor.integer(UInt8.self)) {
      if opcode == .stop {
        cursor = machine.cursor
        return (machine, try machine.pop())
      }
      try machine.perform(opcode)
    }
    let place = machine.cursor.position - 1
    throw machine.damaged(
      "opcode \(cursor.bytes[place]) at byte \(place) is none of those of weights")
  }

  private init(cursor: ByteCursor) { self.cursor = cursor }

  private mutating func perform(_ opcode: Opcode) throws {
    switch opcode {
    case .stop: break
    case .protocolVersion: _ = try cursor.take(1)
    case .mark: marks.append(stack.count)
    case .none: try push(.none)
    case .yes: try push(.bool(true))
    case .no: try push(.bool(false))
    case .integer: try push(.integer(Int(cursor.integer(Int32.self))))
    case .integer1: try push(.integer(Int(cursor.integer(UInt8.self))))
    case .integer2: try push(.integer(Int(cursor.integer(UInt16.self))))
    case .long: try pushLong()
    case .float:
      _ = try cursor.take(8)
      try push(.other)
    case .text: try push(.text(cursor.text(cursor.integer(UInt32.self))))
    case .bytes: try push(.text(cursor.text(cursor.integer(UInt8.self))))
    case .global: try push(.global(TorchObjects.checked("\(line()).\(line())", cursor.place)))
    case .emptyTuple, .emptyList, .emptySet: try pushSequence([])
    case .emptyDictionary: try pushDictionary()
    case .tuple: try pushSequence(popToMark())
    case .tuple1: try pushSequence(pop(1))
    case .tuple2: try pushSequence(pop(2))
    case .tuple3: try pushSequence(pop(3))
    case .append: try append(pop(1))
    case .appendAll, .addAll: try append(popToMark())
    case .setItem: try setItems(pop(2))
    case .setItems: try setItems(popToMark())
    case .put: memo[UInt32(try cursor.integer(UInt8.self))] = try top()
    case .longPut: memo[try cursor.integer(UInt32.self)] = try top()
    case .get: try push(remembered(UInt32(cursor.integer(UInt8.self))))
    case .longGet: try push(remembered(cursor.integer(UInt32.self)))
    case .persistentID: try push(TorchObjects.storage(elements(pop()), cursor.place))
    case .reduce, .newObject: try call()
    // The attributes of a dictionary or a tensor, which are not its contents.
    case .build: _ = try pop()
    }
  }

  /// Replaces a function's name and its arguments with what it makes of them.
  private mutating func call() throws {
    let arguments = try elements(pop())
    guard case .global(let name) = try pop() else { throw damaged("it calls what is no function") }
    switch name {
    case TorchObjects.dictionary: try pushDictionary()
    case TorchObjects.size:
      guard case .sequence(let sizes)? = arguments.first else {
        throw damaged("a size is no tuple")
      }
      try push(.sequence(sizes))
    default:
      let values = arguments.map { argument in
        if case .sequence(let number) = argument {
          TorchObjects.Argument.integers(
            sequences[number].map { if case .integer(let integer) = $0 { integer } else { nil } })
        } else {
          TorchObjects.Argument.value(argument)
        }
      }
      try push(TorchObjects.call(name, values, cursor.place))
    }
  }
}

extension PickleMachine {
  private func damaged(_ reason: String) -> InputError {
    InputError(cursor.place, "damaged as a pickle: \(reason).", remedy: ByteCursor.remedy)
  }

  private mutating func push(_ value: Value) throws {
    made += 1
    guard made <= Self.mostValues else {
      throw damaged("it makes more than \(Self.mostValues) values")
    }
    stack.append(value)
  }

  private mutating func pushSequence(_ values: [Value]) throws {
    sequences.append(values)
    try push(.sequence(sequences.count - 1))
  }

  private mutating func pushDictionary() throws {
    dictionaries.append([])
    try push(.dictionary(dictionaries.count - 1))
  }

  /// A whole number of any length; those that fit no machine word are not needed.
  private mutating func pushLong() throws {
    let bytes = try cursor.take(cursor.integer(UInt8.self))
    guard bytes.count <= 8 else { return try push(.other) }
    var bits: UInt64 = (bytes.last ?? 0) & 0x80 == 0 ? 0 : .max
    for byte in bytes.reversed() { bits = bits << 8 | UInt64(byte) }
    try push(.integer(Int(Int64(bitPattern: bits))))
  }

  /// The bytes up to the next line feed, as text.
  private mutating func line() throws -> String {
    let rest = cursor.bytes[cursor.position...]
    let length = (rest.firstIndex(of: 0x0A) ?? rest.endIndex) - cursor.position
    defer { _ = try? cursor.take(1) }
    return try cursor.text(length)
  }

  private func top() throws -> Value {
    guard let value = stack.last, stack.count > marks.last ?? 0 else {
      throw damaged("its stack is empty")
    }
    return value
  }

  private mutating func pop() throws -> Value {
    let value = try top()
    stack.removeLast()
    return value
  }

  private mutating func pop(_ count: Int) throws -> [Value] {
    guard stack.count - (marks.last ?? 0) >= count else { throw damaged("its stack is empty") }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  private mutating func popToMark() throws -> [Value] {
    guard let mark = marks.popLast(), mark <= stack.count else {
      throw damaged("its stack has no mark")
    }
    defer { stack.removeLast(stack.count - mark) }
    return Array(stack[mark...])
  }

  private func remembered(_ number: UInt32) throws -> Value {
    guard let value = memo[number] else { throw damaged("it remembers nothing as \(number)") }
    return value
  }

  private func elements(_ value: Value) throws -> [Value] {
    guard case .sequence(let number) = value else { throw damaged("a tuple is something else") }
    return sequences[number]
  }

  private mutating func append(_ values: [Value]) throws {
    guard case .sequence(let number) = try top() else { throw damaged("a list is something else") }
    sequences[number] += values
  }

  private mutating func setItems(_ values: [Value]) throws {
    guard case .dictionary(let number) = try top(), values.count.isMultiple(of: 2) else {
      throw damaged("a dictionary is something else")
    }
    for index in stride(from: 0, to: values.count, by: 2) {
      dictionaries[number].append((values[index], values[index + 1]))
    }
  }
}
