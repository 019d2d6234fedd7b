import Testing

import Dragoman

@Suite struct SettingTests {
  @Test func errorsNameSettingsAsTheirReaderKnowsThem() {
    let error = InputError(
      "`beam-size`", "500, but it must be at most 100.", remedy: "Lower `beam-size` or `n-best`.")
    #expect(
      error.naming { "--\($0.name)" }
        == InputError(
          "--beam-size", "500, but it must be at most 100.",
          remedy: "Lower --beam-size or --n-best."))
  }

  @Test(arguments: ["a `", "`A file`", "none"]) func otherTextStays(_ text: String) {
    let error = InputError(text, text)
    #expect(error.naming { _ in "" } == error)
  }

  @Test func optionsKnowWhatIsWrongWithThem() {
    #expect(DecodingOptions().fault() == nil)
    #expect(TrainingOptions().fault() == nil)
    #expect(TrainingPlan().fault() == nil)
    var decoding = DecodingOptions()
    decoding.beamSize = 512
    #expect(
      decoding.fault()?.error
        == InputError("`beam-size`", "512, but it must be from 1 to 100."))
    decoding = DecodingOptions()
    decoding.sampling = Sampling()
    decoding.sampling?.topK = 513
    #expect(decoding.fault()?.setting == "sampling-topk")
    decoding = DecodingOptions()
    (decoding.lengths.minimum, decoding.lengths.maximum) = (9, 8)
    #expect(decoding.fault()?.requirement == "it must not be above `max-length`, which is 8")
    var training = TrainingOptions()
    training.shardTokens = 0
    #expect(training.fault()?.setting == "shard-tokens")
    training = TrainingOptions()
    training.dropout = .nan
    #expect(training.fault()?.setting == "dropout")
  }
}
