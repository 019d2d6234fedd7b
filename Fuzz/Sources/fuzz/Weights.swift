import Dragoman
import Glibc

/// A file of weights that may be hostile is refused with an error, or its tensors can be read.
func test(weights bytes: UnsafeRawBufferPointer) {
  // In memory, where files cost little.
  let path = "/dev/shm/dragoman-fuzz-\(getpid())"
  guard let file = fopen(path, "w") else { return }
  fwrite(bytes.baseAddress, 1, bytes.count, file)
  fclose(file)
  defer { unlink(path) }
  do {
    let source = try openTensors(path)
    for name in source.names { try use(name, of: source) }
  } catch {
    expect(error is InputError, "an error that helps")
  }
}

private func use(_ name: String, of source: any TensorSource) throws {
  guard let shape = source[name]?.shape else { return expect(false, "a tensor of each name") }
  let count = shape.reduce(1, *)
  guard count <= 1 << 20 else { return }
  var floats = [Float](repeating: 0, count: count + 1)
  var integers = [Int8](repeating: 0, count: count + 1)
  (floats[count], integers[count]) = (42, 42)
  do {
    try source.copy(name, shape: shape, into: &floats)
    if shape.count == 2 {
      try source.copy(name, shape: shape, rows: 0..<shape[1], isTransposed: true, into: &floats)
      _ = try source.copyQuantized(name, shape: shape, rows: 0..<shape[0], into: &integers)
    }
  } catch is InputError {}
  do {
    expect(try source.integers(name).map { $0.count == count } ?? true, "as many integers")
    _ = try source.text(name)
  } catch is InputError {}
  expect(floats[count] == 42 && integers[count] == 42, "nothing behind the tensor")
}
