/// The functions and classes of Python that PyTorch's files of weights name, as makers of plain values.
/// There are no others, and these do nothing but put their arguments together.
enum TorchObjects {
  /// Numbers in the file, by their key.
  struct Storage {
    var key: String
    var type: ElementType
    /// Elements.
    var count: Int
  }

  /// A view of a storage; offset and strides are in elements.
  struct Tensor {
    var storage: Storage
    var offset: Int
    var shape: [Int]
    var strides: [Int]
  }

  /// What a function is given: a value, or a tuple as the integers in it, `nil` for other things.
  enum Argument {
    case value(PickleMachine.Value)
    case integers([Int?])
  }

  static let dictionary = "collections.OrderedDict"
  static let size = "torch.Size"

  private static let rebuildTensor = [
    "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor",
  ]
  private static let rebuildParameter = "torch._utils._rebuild_parameter"
  private static let storages: [String: ElementType] = [
    "torch.FloatStorage": .float32, "torch.HalfStorage": .float16,
    "torch.BFloat16Storage": .bfloat16, "torch.DoubleStorage": .float64,
    "torch.LongStorage": .int64, "torch.IntStorage": .int32, "torch.ShortStorage": .int16,
    "torch.CharStorage": .int8, "torch.ByteStorage": .uint8, "torch.BoolStorage": .bool,
  ]

  /// The name of a function or class, if it is one of those that weights need.
  ///
  /// - Throws: ``InputError`` for any other.
  static func checked(_ name: String, _ place: String) throws -> String {
    guard
      name == dictionary || name == size || name == rebuildParameter
        || rebuildTensor.contains(name) || storages[name] != nil
    else {
      throw InputError(
        place, "asks for Python's \(name), which weights do not need; nothing was executed.",
        remedy: "Do not use this file unless you know where it is from; ask for safetensors.")
    }
    return name
  }

  /// The storage that a persistent identifier names: `("storage", type, key, device, elements)`, and in the
  /// legacy layout what part of another it is, which is none.
  static func storage(
    _ identifier: [PickleMachine.Value], _ place: String
  ) throws -> PickleMachine.Value {
    guard identifier.count == 5 || identifier.count == 6, case .text("storage") = identifier[0],
      case .global(let name) = identifier[1], let type = storages[name],
      case .text(let key) = identifier[2], case .integer(let count) = identifier[4], count >= 0
    else { throw damaged("a storage is not described as PyTorch does", place) }
    if identifier.count == 6 {
      guard case .none = identifier[5] else {
        throw damaged(
          "storage \(key) is a part of another, as only PyTorch before 0.4 wrote", place)
      }
    }
    return .storage(Storage(key: key, type: type, count: count))
  }

  /// What a function makes of its arguments.
  static func call(
    _ name: String, _ arguments: [Argument], _ place: String
  ) throws -> PickleMachine.Value {
    if name == rebuildParameter, case .value(.tensor(let tensor))? = arguments.first {
      return .tensor(tensor)
    }
    guard rebuildTensor.contains(name), arguments.count >= 4,
      case .value(.storage(let storage)) = arguments[0],
      case .value(.integer(let offset)) = arguments[1], offset >= 0,
      case .integers(let shape) = arguments[2], case .integers(let strides) = arguments[3],
      shape.count == strides.count, shape.count <= 8, !(shape + strides).contains(nil)
    else { throw damaged("\(name) is called with other arguments than PyTorch gives it", place) }
    return .tensor(
      Tensor(
        storage: storage, offset: offset, shape: shape.compactMap(\.self),
        strides: strides.compactMap(\.self)))
  }

  private static func damaged(_ reason: String, _ place: String) -> InputError {
    InputError(place, "damaged as a file of PyTorch: \(reason).", remedy: ByteCursor.remedy)
  }
}
