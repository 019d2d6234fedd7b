/// Texts as tokens with what is right for them, ready to be batched.
struct FineTuningExamples: ExampleStore {
  /// What is right for a text.
  enum Target: Sendable, Equatable {
    /// The number of its class.
    case label(Int32)
    /// A number.
    case number(Float)
    /// For each word the place of its first token among the text's, and the number of its tag.
    case tags(places: [Int32], labels: [Int32])
  }

  /// A text, or two.
  struct Example: Sendable, Equatable {
    var first: [Int32]
    var second: [Int32]?
    var target: Target
  }

  let examples: [Example]
  /// Tells the examples apart from others.
  let fingerprint: UInt64

  init(_ examples: [Example]) {
    self.examples = examples
    var hash = Fingerprint()
    func add(_ values: [Int32]) {
      hash.add(UInt64(values.count))
      for value in values { hash.add(UInt64(UInt32(bitPattern: value))) }
    }
    for example in examples {
      add(example.first)
      add(example.second ?? [])
      switch example.target {
      case .label(let label): add([label])
      case .number(let number): hash.add(UInt64(number.bitPattern))
      case .tags(let places, let labels):
        add(places)
        add(labels)
      }
    }
    fingerprint = hash.value
  }

  var count: Int { examples.count }

  func labelCount(_ example: Int) -> Int {
    examples[example].first.count + (examples[example].second?.count ?? 0) + 3
  }

  func epoch(using randomness: inout RandomStream) -> [UInt32] {
    Array(0..<UInt32(count))
  }

  /// Some examples as a model takes them.
  ///
  /// - Parameter room: Adds texts to an input, cut to what the model can hold.
  func batch(_ numbers: some Sequence<Int>, in room: EncoderModel.Room) -> LabelledBatch {
    var batch = LabelledBatch()
    for number in numbers {
      let example = examples[number]
      let start = Int32(batch.input.tokens.ids.count) + 1
      room.append(example.first, example.second, to: &batch.input)
      switch example.target {
      case .label(let label): batch.labels.append(label)
      case .number(let number): batch.numbers.append(number)
      case .tags(let places, let labels):
        batch.rows += places.map { start + $0 }
        batch.labels += labels
      }
    }
    return batch
  }
}
