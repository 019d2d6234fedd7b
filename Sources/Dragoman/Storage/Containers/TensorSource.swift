/// Named tensors in a file, or in several, of whatever format.
///
/// A reader of a format says what there is and where the bytes lie; what is done with them is the same
/// for all. Reading is not thread-safe.
package protocol TensorSource {
  /// The file as the user named it, for errors.
  var path: String { get }
  /// The names of all tensors, sorted.
  var names: [String] { get }
  /// What the file says of a tensor; `nil` when it has none of that name.
  subscript(name: String) -> StoredTensor? { get }
  /// The bytes that hold a tensor's elements.
  ///
  /// - Throws: ``InputError`` when they are damaged, or there is no such tensor.
  func bytes(of name: String) throws -> FileBytes
}

/// The tensors of one file, each of which lies in it as it is.
protocol MappedTensors: TensorSource {
  var file: MappedFile { get }
  var tensors: [String: StoredTensor] { get }
  /// Where the bytes of each tensor lie in the file.
  var places: [String: Range<Int>] { get }
}

extension MappedTensors {
  package var names: [String] { tensors.keys.sorted() }

  package subscript(name: String) -> StoredTensor? { tensors[name] }

  package func bytes(of name: String) throws -> FileBytes {
    guard let place = places[name] else { throw InputError(path, "has no tensor \(name).") }
    return FileBytes(file, place)
  }
}

extension TensorSource {
  /// What the file says of a tensor that must be there.
  ///
  /// - Parameters:
  ///   - shape: The shape that it must have.
  ///   - type: The type that it must have; `nil` for those that can be read as float32.
  /// - Throws: ``InputError`` when it is missing or of another shape or type.
  @discardableResult
  package func tensor(
    _ name: String, shape: [Int], type: ElementType? = nil
  ) throws -> StoredTensor {
    let remedy = "Use the files of one model together."
    guard let tensor = self[name] else {
      throw InputError(
        path, "has no tensor \(name), which the model's configuration asks for.", remedy: remedy)
    }
    guard tensor.shape == shape else {
      throw InputError(
        path,
        "\(name) has the shape \(tensor.shape), but the model's configuration asks for \(shape).",
        remedy: remedy)
    }
    if let type {
      guard tensor.type == type else {
        throw InputError(
          path, "\(name) has the type \(tensor.type.rawValue), expected \(type.rawValue).")
      }
    } else {
      guard tensor.type.isReadable(isQuantized: tensor.isQuantized) else {
        throw InputError(
          path, "\(name) has the type \(tensor.type.rawValue), expected F32, F16 or BF16.")
      }
    }
    return tensor
  }

  /// Copies a tensor as float32.
  ///
  /// - Parameter shape: The shape that the tensor must have.
  /// - Throws: ``InputError`` when it is missing or of another shape or type.
  package func copy(_ name: String, shape: [Int], into target: UnsafeMutablePointer<Float>) throws {
    let tensor = try tensor(name, shape: shape)
    try copy(name, shape: shape, rows: 0..<tensor.matrix.rows, into: target)
  }

  /// Copies some rows of a matrix as float32, or of a vector seen as one row, and drops the pages of the
  /// file that they were read from, which will not be needed again.
  ///
  /// - Parameters:
  ///   - shape: The shape that the tensor must have.
  ///   - rows: Which rows, of the transpose if that is what is copied.
  ///   - isTransposed: Whether the columns of the tensor become rows.
  /// - Throws: ``InputError`` when the tensor is missing or of another shape or type.
  package func copy(
    _ name: String, shape: [Int], rows: Range<Int>, isTransposed: Bool = false,
    into target: UnsafeMutablePointer<Float>
  ) throws {
    let tensor = try tensor(name, shape: shape)
    let bytes = try bytes(of: name)
    let matrix = isTransposed ? tensor.matrix.transposed : tensor.matrix
    precondition(rows.lowerBound >= 0 && rows.upperBound <= matrix.rows, "rows of the tensor")
    bytes.copy(rows, of: matrix, tensor.type, into: target)
    switch tensor.multiplier {
    case .none: break
    case .whole(let multiplier):
      for index in 0..<rows.count * matrix.columns { target[index] /= multiplier }
    case .maxima(let name):
      guard !isTransposed else {
        throw InputError(path, "\(name) is for rows, not for columns.")
      }
      let maxima = try scales(name, of: tensor, rows)
      for row in 0..<rows.count {
        for place in row * matrix.columns..<(row + 1) * matrix.columns {
          // In this order, in which the largest weight comes back as it was.
          target[place] = maxima[row] * (target[place] / 127)
        }
      }
    case .tensor(let multipliers):
      // Those of the tensor's own rows.
      let scales = try scales(
        multipliers, of: tensor, isTransposed ? 0..<tensor.matrix.rows : rows)
      for row in 0..<rows.count {
        for column in 0..<matrix.columns {
          let scale = scales.count == 1 ? 0 : isTransposed ? column : row
          target[row * matrix.columns + column] /= scales[scale]
        }
      }
    }
  }

  /// What the integers of a tensor's rows are to be divided by: one number a row, or one for all.
  func scales(_ name: String, of tensor: StoredTensor, _ rows: Range<Int>) throws -> [Float] {
    let all = tensor.matrix.rows
    guard let scales = self[name], !scales.isQuantized, [1, all].contains(scales.count) else {
      throw InputError(
        path, "\(name) does not have one number, nor \(all).", remedy: ByteCursor.remedy)
    }
    let chosen = scales.count == 1 ? 0..<1 : rows
    var numbers = [Float](repeating: 0, count: chosen.count)
    try bytes(of: name).copy(
      chosen, of: .init(rows: scales.count, columns: 1, rowStride: 1, columnStride: 1), scales.type,
      into: &numbers)
    return numbers
  }
}

extension StoredTensor {
  /// Whether the elements are integers that stand for other numbers.
  var isQuantized: Bool {
    if case .none = multiplier { false } else { true }
  }
}
