extension PickleMachine {
  /// The opcodes that weights are written with (Python's `pickletools.py`).
  enum Opcode: UInt8 {
    case protocolVersion = 0x80
    /// `.`
    case stop = 0x2E
    /// `(`
    case mark = 0x28
    /// `N`
    case none = 0x4E
    case yes = 0x88
    case no = 0x89
    /// `J`, `K` and `M`: 4 bytes with a sign, 1 and 2 without.
    case integer = 0x4A
    case integer1 = 0x4B
    case integer2 = 0x4D
    /// The number of bytes, then a number of so many.
    case long = 0x8A
    /// `G`
    case float = 0x47
    /// `X`
    case text = 0x58
    /// `U`
    case bytes = 0x55
    /// `c`: a module and a name in it, a line each.
    case global = 0x63
    /// `)`
    case emptyTuple = 0x29
    /// `]`
    case emptyList = 0x5D
    /// `}`
    case emptyDictionary = 0x7D
    case emptySet = 0x8F
    /// `t`: what stands above the mark.
    case tuple = 0x74
    case tuple1 = 0x85
    case tuple2 = 0x86
    case tuple3 = 0x87
    /// `a` and `e`, and the latter for sets.
    case append = 0x61
    case appendAll = 0x65
    case addAll = 0x90
    /// `s` and `u`
    case setItem = 0x73
    case setItems = 0x75
    /// `q` and `r`
    case put = 0x71
    case longPut = 0x72
    /// `h` and `j`
    case get = 0x68
    case longGet = 0x6A
    /// `Q`
    case persistentID = 0x51
    /// `R`
    case reduce = 0x52
    case newObject = 0x81
    /// `b`
    case build = 0x62
  }
}
