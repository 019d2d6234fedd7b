/// The tensors of a dictionary that PyTorch pickled, and which part of which storage each is.
struct TorchTensors {
  private(set) var tensors: [String: StoredTensor] = [:]
  /// The storage of each tensor, and its first byte in it.
  private(set) var homes: [String: (storage: TorchObjects.Storage, offset: Int)] = [:]

  /// Takes what is a tensor of the dictionary that a pickle is of; counters and the like are left out.
  ///
  /// - Throws: ``InputError`` when it is no dictionary, holds no tensors, or some do not fit their storage.
  init(_ machine: PickleMachine, _ value: PickleMachine.Value, place: String) throws {
    guard case .dictionary(let number) = value else {
      throw InputError(
        place, "holds something else than a dictionary of tensors.",
        remedy: "Save the model's state_dict().")
    }
    for item in machine.dictionaries[number] {
      guard case .text(let name) = item.key, case .tensor(let tensor) = item.value else { continue }
      try add(name, tensor, place: place)
    }
    guard !tensors.isEmpty else {
      throw InputError(
        place, "holds a dictionary without tensors.", remedy: "Save the model's state_dict().")
    }
  }

  private mutating func add(_ name: String, _ tensor: TorchObjects.Tensor, place: String) throws {
    let storage = tensor.storage
    let (size, width) = (storage.count, storage.type.size)
    guard tensor.offset <= size, size <= Int.max / width,
      let stored = StoredTensor(
        shape: tensor.shape, strides: tensor.strides, type: storage.type,
        bytes: (size - tensor.offset) * width)
    else {
      throw InputError(
        place,
        "\(name) of shape \(tensor.shape), strides \(tensor.strides) and offset \(tensor.offset) cannot be "
          + "read from its \(size) numbers.", remedy: ByteCursor.remedy)
    }
    tensors[name] = stored
    homes[name] = (storage, tensor.offset * width)
  }

  /// The part of a storage's bytes at which a tensor begins.
  ///
  /// - Throws: ``InputError`` when these are not as many as the pickle says.
  func part(of name: String, _ bytes: FileBytes, place: String) throws -> FileBytes {
    guard let (storage, offset) = homes[name],
      bytes.count == storage.count * storage.type.size
    else {
      throw InputError(
        place, "\(name) has \(bytes.count) bytes, but not as many as its description says.",
        remedy: ByteCursor.remedy)
    }
    return bytes[offset..<bytes.count]
  }
}
