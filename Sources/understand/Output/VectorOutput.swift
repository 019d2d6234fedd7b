import CommandSupport
import Dragoman

/// Where vectors are written: lines of numbers, or NumPy's file.
enum VectorOutput {
  case text(OutputFile)
  /// The file is made when the first vector says how long they are.
  case matrix(path: String, VectorFile?)

  /// - Throws: `InputError` when the file cannot be written.
  init(path: String) throws {
    self = path.hasSuffix(".npy") ? .matrix(path: path, nil) : .text(try OutputFile(path: path))
  }

  /// Adds vectors of one length.
  mutating func append(_ vectors: [[Float]]) throws {
    switch self {
    case .text(let output):
      for vector in vectors {
        try output.write(line: vector.map { "\($0)" }.joined(separator: " "))
      }
      try output.flush()
    case .matrix(let path, let file):
      guard let first = vectors.first else { return }
      var file = file ?? VectorFile(columns: first.count)
      // Only one of the two holds the numbers, so that they are not copied.
      self = .matrix(path: path, nil)
      for vector in vectors { file.append(vector) }
      self = .matrix(path: path, file)
    }
  }

  /// Puts the file in its place.
  func close() throws {
    switch self {
    case .text(let output): try output.close()
    case .matrix(let path, let file): try (file ?? VectorFile(columns: 0)).write(to: path)
    }
  }
}
