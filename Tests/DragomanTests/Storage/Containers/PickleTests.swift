import Dragoman
import FoundationEssentials
import Testing

/// Pickles are programs; these are such as weights have no need of.
@Suite struct PickleTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The beginning of a file in the legacy layout, up to the pickle of what there is.
  private static let start: [UInt8] =
    [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
    + Array(".".utf8)
    + [0x80, 2, 0x4D, 0xE9, 0x03] + Array(".".utf8) + [0x80, 2] + Array("}.".utf8)

  /// A file in the legacy layout with this pickle, whose opcodes are given as text, of latin-1.
  private func error(_ program: String, _ rest: [UInt8] = []) throws -> InputError? {
    try error(program.unicodeScalars.map { UInt8($0.value) } + rest)
  }

  private func error(_ program: [UInt8]) throws -> InputError? {
    let path = try folder.write(Data(Self.start + program), to: "pytorch_model.bin")
    do {
      try useAll(openTensors(path))
      return nil
    } catch {
      return error as? InputError
    }
  }

  @Test func nothingIsExecuted() throws {
    for (program, name) in [
      ("cos\nsystem\n(X\u{5}\0\0\0touchtR.", "os.system"),
      ("cposix\nsystem\n.", "posix.system"), ("c__builtin__\neval\n.", "__builtin__.eval"),
      ("ctorch.hub\nload\n.", "torch.hub.load"),
      ("ctorch._utils\n_rebuild_tensor_v3\n.", "torch._utils._rebuild_tensor_v3"),
      ("ccollections\nOrderedDict\n0cos\nsystem\n.", nil), ("ios\nsystem\n.", nil),
      ("\u{80}\u{4}\u{8C}\u{2}os\u{8C}\u{6}system\u{93}.", nil),
      ("(X\u{2}\0\0\0lsos\nsystem\n.", nil), ("}\u{82}\u{1}.", nil), ("Pos.system\n.", nil),
    ] as [(String, String?)] {
      let error = try #require(try error(program), "\(program.debugDescription)")
      if let name {
        #expect(
          error.problem
            == "asks for Python's \(name), which weights do not need; nothing was executed.")
      } else {
        #expect(error.problem.contains("is none of those of weights"))
      }
    }
  }

  @Test func brokenProgramsAreRefused() throws {
    for program in [
      // A list, a tuple and a dictionary that hold themselves.
      "]q\u{0}h\u{0}a.", "]q\u{0}h\u{0}\u{85}a.", "}q\u{0}X\u{1}\0\0\0ah\u{0}s.",
      "}q\u{0}h\u{0}h\u{0}s.", "(]q\u{0}h\u{0}h\u{0}h\u{0}eh\u{0}.",
      // A stack that is empty, marks that are missing, memories of nothing.
      ".", "a.", "s.", "]s.", "}a.", "t.", "u.", "e.", "\u{85}.", "\u{87}.", "R.", "b.", "q\u{0}.",
      "h\u{7}.", "j\u{1}\u{2}\u{3}\u{4}.", "(.", "((t.", "Q.", ")Q.", "NQ.", "N)R.", "))R.", "N.",
      "]]t.", "(NNu.", "}(Nu.", "(}NNu.",
      // Calls with wrong arguments.
      "ctorch._utils\n_rebuild_tensor_v2\n)R.", "ctorch._utils\n_rebuild_parameter\n)R.",
      "ctorch\nSize\n)R.", "ctorch\nSize\nN\u{85}R.", "ctorch\nFloatStorage\n)R.",
      "ctorch._utils\n_rebuild_tensor_v2\n(NNNNtR.", "ccollections\nOrderedDict\n.",
      // Lengths that lie.
      "X\u{FF}\u{FF}\u{FF}\u{FF}a.", "X\u{FF}\u{FF}\u{FF}\u{7F}a.", "U\u{FF}a.",
      "\u{8A}\u{FF}\u{1}.", "J\u{0}", "G\u{0}", "c", "ctorch", "ctorch\n", "X\u{1}\0\0\0\u{FF}.",
      // Dictionaries without tensors.
      "}.", "]}\u{86}.", "}X\u{1}\0\0\0aK\u{1}s.", "}(X\u{1}\0\0\0aNX\u{1}\0\0\0b\u{88}u.",
    ] {
      #expect(try error(program) != nil, "\(program.debugDescription)")
      #expect(try error(program, [0x80, 2, 0x5D, 0x2E]) != nil, "\(program.debugDescription)")
    }
  }

  @Test func depthAndNumberAreBounded() throws {
    let many = 3_000_000
    // Tuples in tuples, lists in nothing, marks upon marks, and the same list put into itself.
    for (first, repeated) in [
      ([0x4E], [0x85]), ([], [0x5D]), ([], [0x28]), ([0x5D, 0x71, 0], [0x68, 0, 0x61]),
      ([0x4E], [0x32]),
    ] as [([UInt8], [UInt8])] {
      let program = first + Array(repeatElement(repeated, count: many / repeated.count).joined())
      #expect(try error(program + [0x2E]) != nil)
    }
  }

  /// A tensor of float32 with this view of a storage of some elements.
  private func tensorError(
    _ view: (offset: Int32, shape: [Int32], strides: [Int32]), elements: Int32 = 6,
    type: String = "FloatStorage", name: String = "storage", rest: String = "t"
  ) throws -> InputError? {
    func text(_ text: String) -> [UInt8] {
      [0x58] + withUnsafeBytes(of: UInt32(text.utf8.count)) { Array($0) } + Array(text.utf8)
    }
    func integer(_ number: Int32) -> [UInt8] {
      [0x4A] + withUnsafeBytes(of: number) { Array($0) }
    }
    func tuple(_ numbers: [Int32]) -> [UInt8] { [0x28] + numbers.flatMap(integer) + [0x74] }
    var program: [UInt8] = [0x7D] + text("w") + Array("ctorch._utils\n_rebuild_tensor_v2\n(".utf8)
    program += [0x28] + text(name) + Array("ctorch\n\(type)\n".utf8) + text("0") + text("cpu")
    program += integer(elements) + Array("N\(rest)Q".utf8)
    program += integer(view.offset) + tuple(view.shape) + tuple(view.strides)
    program += [0x89] + Array("ccollections\nOrderedDict\n)RtRs.".utf8)
    program += [0x80, 2, 0x5D] + text("0") + [0x61, 0x2E]
    program += withUnsafeBytes(of: Int64(6)) { Array($0) } + Array(repeating: 0, count: 24)
    return try error(program)
  }

  @Test func viewsStayInsideTheirStorage() throws {
    for (offset, shape, strides) in [
      (0, [2, 3], [3, 1]), (0, [3, 2], [1, 3]), (5, [1], [1]), (6, [0], [1]), (0, [], []),
      (2, [2, 2], [2, 1]), (0, [1, 6], [1_000_000, 1]), (1, [1, 2, 1, 2], [9, 2, 9, 1]),
      (0, [0, 2_000_000_000], [1, 1]),
    ] as [(Int32, [Int32], [Int32])] {
      #expect(try tensorError((offset, shape, strides)) == nil, "\(offset) \(shape) \(strides)")
    }
    let most = Int32.max
    for (offset, shape, strides) in [
      (0, [7], [1]), (1, [2, 3], [3, 1]), (-1, [2], [1]), (0, [-1], [1]), (0, [2], [-1]),
      (0, [2, 3], [4, 1]), (0, [2], [6]), (most, [1], [1]), (0, [most], [most]),
      (0, [most, most, most], [most, most, most]), (0, [2, 3], [1]), (0, [2, 2, 2], [4, 1, 2]),
      // More elements than there are numbers.
      (0, [7], [0]), (0, [1_000_000, 1_000_000], [0, 0]), (0, [4, 3], [1, 1]),
      (0, [1, 1, 1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1, 1, 1]),
    ] as [(Int32, [Int32], [Int32])] {
      let error = try tensorError((offset, shape, strides))
      #expect(error != nil, "\(offset) \(shape) \(strides)")
    }
  }

  @Test func storagesAreWhatTheySay() throws {
    let view: (offset: Int32, shape: [Int32], strides: [Int32]) = (0, [2], [1])
    #expect(try tensorError(view) == nil)
    #expect(try tensorError(view, elements: 5) != nil)
    #expect(try tensorError(view, elements: 7) != nil)
    #expect(try tensorError(view, elements: -1) != nil)
    #expect(try tensorError(view, elements: .max) != nil)
    #expect(try tensorError(view, type: "LongStorage") != nil)
    #expect(try tensorError(view, type: "Size") != nil)
    #expect(try tensorError(view, name: "module") != nil)
    #expect(try tensorError(view, rest: "N\u{28}t") != nil)
  }
}
