import Dragoman
import Foundation
import Testing

@Suite struct TrainTests {
  private let runner: CommandRunner

  init() throws {
    runner = try CommandRunner()
    try runner.write(linesOfDigits(20, seed: 1), to: "twenty")
    try runner.write(linesOfDigits(3, seed: 2), to: "three")
    try runner.write("", to: "empty")
    try runner.write("\n \n", to: "blank")
    try runner.write(Data("fine\nna\u{EF}ve".unicodeScalars.map { UInt8($0.value) }), to: "latin1")
  }

  /// The arguments of a small run, but for those that are given.
  private func arguments(_ more: [String]) -> [String] {
    let usual = [
      ("--source", "twenty"), ("--target", "twenty"), ("--model", "model"),
      ("--batch-tokens", "100"),
    ]
    return usual.flatMap { more.contains($0) ? [] : [$0, $1] } + more
  }

  private func train(_ more: String...) throws -> CommandRunner.Result {
    try train(more: more)
  }

  private func train(more: [String]) throws -> CommandRunner.Result {
    try runner.run("train", arguments(more))
  }

  /// Updates of the last state on disk.
  private func savedUpdates() throws -> Int {
    struct State: Decodable { var update: Int }
    let file = try Safetensors(
      path: runner.folder.appending(path: "model/training.safetensors").path)
    let state = try #require(file.metadata["state"])
    return try JSONDecoder().decode(State.self, from: Data(state.utf8)).update
  }

  /// When the last state was saved; `nil` without one.
  private func savingTime() -> Date? {
    let state = runner.folder.appending(path: "model/training.safetensors").path
    return try? FileManager.default.attributesOfItem(atPath: state)[.modificationDate] as? Date
  }

  /// Starts a run and returns as soon as it has saved a state.
  private func start(_ more: [String]) throws -> RunningCommand {
    let time = savingTime()
    let running = try runner.start("train", arguments(more))
    while running.process.isRunning, savingTime() == time { usleep(5_000) }
    return running
  }

  /// Without MPI, several processes would train the same model and write over each other.
  @Test func processesStartedTogetherAreRefused() throws {
    for variable in ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_STEP_NUM_TASKS"] {
      let result = try runner.run(
        "train", ["--source", "x", "--target", "x", "--model", "m"], environment: [variable: "3"])
      #expect(result.exitCode == 1)
      #expect(result.errors.contains("mpirun: started 3 processes, but this build trains in one."))
      #expect(result.errors.contains("make mpi"))
    }
  }

  @Test func trainsValidatesAndLogs() throws {
    let result = try train(
      "--max-updates", "2", "--valid-every", "1", "--valid-source", "three", "--valid-target",
      "three")
    #expect(result.exitCode == 0)
    #expect(result.errors == "train: the model is in model\n")
    let lines = result.output.split(separator: "\n")
    #expect(lines.suffix(2).map { $0.prefix(8) } == ["update 1", "update 2"])
    #expect(lines[0].contains(/^preset +tiny +wider models overfit 20 sentence pairs/))
    let log = try runner.read("model/training.jsonl").split(separator: "\n")
    #expect(log.count == 2)
    #expect(log.allSatisfy { $0.contains(#""event":"validation""#) })
    #expect(try runner.run("translate", ["--model", "model"], input: "1 2\n").exitCode == 0)
  }

  @Test func anInterruptedRunIsSavedAndResumed() throws {
    let running = try start(["--save-every", "1000000"])
    usleep(300_000)
    running.process.interrupt()
    let result = try running.end()
    let updates = try savedUpdates()
    #expect(result.exitCode == 130)
    #expect(
      result.errors
        == "train: saved after update \(updates); the same command with --resume goes on\n")

    let resumed = try train("--resume", "--max-updates", "\(updates + 1)")
    #expect(resumed.errors == "train: the model is in model\n")
    #expect(resumed.exitCode == 0)
    #expect(try savedUpdates() == updates + 1)
  }

  /// Killed at any moment, a run ends in the bytes of one that was left alone, the log's times apart.
  @Test func aKilledRunIsResumed() throws {
    let methods = [
      "--bpe-dropout", "0.1", "--r-drop", "1", "--valid-every", "3", "--valid-source", "three",
      "--valid-target", "three", "--dropout", "0.2", "--warmup", "100",
    ]
    var resume: [String] = []
    for delay: UInt32 in [0, 70_000, 190_000] {
      let running = try start(["--save-every", "1"] + methods + resume)
      let updates = try savedUpdates()
      while running.process.isRunning, try savedUpdates() == updates { usleep(5_000) }
      usleep(delay)
      kill(running.process.processIdentifier, SIGKILL)
      _ = try running.end()
      resume = ["--resume"]
    }
    let updates = try savedUpdates()
    #expect(updates > 0)
    let end = ["--max-updates", "\(updates + 4)"]
    #expect(try runner.run("train", arguments(methods + resume + end)).exitCode == 0)
    #expect(try savedUpdates() == updates + 4)
    let whole = try runner.run("train", arguments(methods + end + ["--model", "whole"]))
    #expect(whole.exitCode == 0)
    let models = try ["model", "whole"].map { name in
      try Data(contentsOf: runner.folder.appending(path: "\(name)/model.safetensors"))
    }
    let areEqual = models[0] == models[1]
    #expect(areEqual)
  }

  @Test func twoDirectionsInOneModel() throws {
    let directions = [
      "--source", "twenty", "--target", "twenty", "--tag", "<2en>", "--source", "three", "--target",
      "three", "--tag", "<2de>", "--weight", "1", "--weight", "2",
    ]
    #expect(try train(more: directions + ["--max-updates", "1"]).exitCode == 0)
    let translate = ["--model", "model", "--tag"]
    #expect(try runner.run("translate", translate + ["<2de>"], input: "1 2\n").exitCode == 0)
    let unknown = try runner.run("translate", translate + ["<2fr>"], input: "1 2\n")
    #expect(
      unknown.errors == """
        Error: tag <2fr>: the vocabulary has no such token.
          Learn one that reserves it: train vocabulary … --reserve '<2fr>'

        """)
    #expect(unknown.exitCode == 1)
  }

  @Test func aModelIsTrainedOnFromAnother() throws {
    #expect(try train("--max-updates", "1", "--separate-vocabularies").exitCode == 0)
    let tuned = try train("--model", "tuned", "--from-model", "model", "--max-updates", "1")
    #expect(tuned.errors == "train: the model is in tuned\n")
    #expect(tuned.output.contains(/^from-model +model +your choice\n/))
    #expect(tuned.output.contains("\noptimizer "))
    #expect(try runner.run("translate", ["--model", "tuned"], input: "1 2\n").exitCode == 0)
  }

  @Test func theReportShowsTheRun() throws {
    try runner.write("1 2 <b>\n", to: "markup")
    let result = try train(
      "--max-updates", "2", "--valid-every", "1", "--valid-source", "markup", "--valid-target",
      "markup")
    #expect(result.exitCode == 0)
    let report = try runner.read("model/report.html")
    #expect(report.contains("1 2 &lt;b&gt;"))
    #expect(report.contains("<polyline"))
    #expect(report.contains("1 validation sentences are few"))
  }

  @Test func anotherModelIsNeverOverwritten() throws {
    #expect(try train("--max-updates", "1").exitCode == 0)
    let again = try train("--max-updates", "1")
    #expect(
      again.errors == """
        Error: model: holds a model already.
          Add --resume to go on with its training, or choose another --model.

        """)
    #expect(again.exitCode == 1)
    let other = try train("--resume", "--seed", "2")
    #expect(
      other.errors == """
        Error: model/training.safetensors: the run was started with seed 1, not 2.
          Resume with the same corpus and options, or train into another folder.

        """)
    #expect(other.exitCode == 1)

    try runner.makeModel("bare")
    let bare = try train("--model", "bare")
    #expect(
      bare.errors == """
        Error: bare: holds a model already.
          Choose another --model.

        """)
  }

  @Test func aLineOfAMegabyteIsLeftOut() throws {
    try runner.write(
      linesOfDigits(3, seed: 2) + String(repeating: "1 ", count: 1 << 19) + "\n\n", to: "long")
    let result = try train("--source", "long", "--target", "long", "--max-updates", "1")
    #expect(
      result.errors == """
        train: left out for an empty side: 1
        train: left out for more than 256 tokens: 1
        train: the model is in model

        """)
    #expect(result.exitCode == 0)
    let listed = try train(
      "--source", "long", "--target", "long", "--max-updates", "1", "--verbose", "--model", "other")
    #expect(
      listed.errors == """
        train: left out for an empty side: 1
        train:   long:5
        train: left out for more than 256 tokens: 1
        train:   long:4
        train: the model is in other

        """)
  }

  @Test(arguments: [
    (
      ["--source", "missing"],
      "missing: cannot be read: No such file or directory.\n  Check the path."
    ),
    (["--source", "."], ".: cannot be read: Is a directory.\n  Check the path."),
    (
      ["--target", "empty"],
      "empty: is empty.\n  A corpus needs at least one sentence and its translation."
    ),
    (
      ["--target", "blank"],
      "blank: has only blank lines.\n  A corpus needs at least one sentence and its translation."
    ),
    (
      ["--target", "three"],
      """
      three: 3 lines, but twenty has 20. The lengths stop fitting together near line 3.
        Make the files line by line translations of each other.
      """
    ),
    (
      ["--target", "latin1"],
      """
      latin1:2: not UTF-8 at byte 3 of the line (found 0xEF).
        Convert the file first, for example with: iconv -f LATIN1 -t UTF-8 latin1
      """
    ),
    (
      ["--valid-source", "three", "--valid-target", "missing"],
      "missing: cannot be read: No such file or directory.\n  Check the path."
    ),
    (
      ["--vocabulary", "missing"],
      "missing: cannot be read: No such file or directory.\n  Check the path."
    ),
    (["--model", "three"], "three: the folder cannot be made.\n  Choose another --model."),
    (
      ["--model", "three/x"], "three/x: the folder cannot be made.\n  Choose another --model."
    ),
    (
      ["--resume"],
      "model: no run to resume: there is no training.safetensors.\n  Leave out --resume to begin one."
    ),
    (
      ["--config", "missing"],
      "missing: cannot be read: No such file or directory.\n  Check the path."
    ),
  ])
  func saysWhatIsWrongWithTheInput(more: [String], message: String) throws {
    let result = try runner.run("train", arguments(more))
    #expect(result.errors == "Error: \(message)\n")
    #expect(result.output.isEmpty)
    #expect(result.exitCode == 1)
  }

  @Test(.disabled(if: getuid() == 0, "root reads every file")) func anUnreadableFileIsNamed() throws
  {
    let path = runner.folder.appending(path: "three").path
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    let result = try train("--source", "three")
    #expect(
      result.errors == "Error: three: cannot be read: Permission denied.\n  Check the path.\n")
    #expect(result.exitCode == 1)
  }

  @Test func configurationFileIsChecked() throws {
    try runner.write("max-updates: 1\nlearning-rte: 0.1\n", to: "train.yaml")
    let result = try train("--config", "train.yaml")
    #expect(
      result.errors == """
        Error: train.yaml:2: unknown key 'learning-rte'.
          Did you mean 'learning-rate'?

        """)
    #expect(result.exitCode == 1)
  }

  @Test(arguments: [
    (
      ["--valid-source", "three"],
      "--valid-source and --valid-target belong together: give both or none."
    ),
    (
      ["--vocabulary", "x", "--vocabulary-size", "300"],
      "--vocabulary and --vocabulary-size contradict each other: a given vocabulary has its size."
    ),
    (
      ["--vocabulary", "x", "--resume"],
      "--resume and --vocabulary contradict each other: a run keeps the vocabulary it began with."
    ),
    (
      ["--dropout", "1"],
      "The value '1.0' is invalid for '--dropout <n>': it must be from 0.0 to 0.95."
    ),
    (
      ["--learning-rate", "nan"],
      "The value 'nan' is invalid for '--learning-rate <n>': it must be from 1e-09 to 10.0."
    ),
    (
      ["--threads", "0"], "The value '0' is invalid for '--threads <n>': it must be from 1 to 256."
    ),
    (
      ["--preset", "huge"],
      "The value 'huge' is invalid for '--preset <preset>'. Please provide one of 'tiny', 'small' or 'base'."
    ),
    (["--epochs", "3"], "Unknown option '--epochs'."),
    (
      ["--source", "twenty", "--source", "three", "--target", "twenty"],
      "--source and --target belong together: there are 2 and 1."
    ),
    (["--weight", "1", "--weight", "2"], "--weight is given 2 times for 1 corpora."),
    (["--tag", "2de"], "The tag '2de' is not in angle brackets, such as '<2de>'."),
    (
      ["--from-model", "x", "--preset", "tiny"],
      "--from-model and --preset contradict each other: a model has its size and form."
    ),
    (
      ["--average-decay", "0.9", "--average-checkpoints", "3"],
      "--average-decay and --average-checkpoints contradict each other: choose one average."
    ),
  ])
  func explainsItsUse(more: [String], message: String) throws {
    let result = try runner.run("train", arguments(more))
    #expect(result.errors.hasPrefix("Error: \(message)\n"))
    #expect(result.errors.hasSuffix(" --help' for more information.\n"))
    #expect(result.exitCode == 64)
  }

  @Test func namesWhatTheProcessorLacks() throws {
    let result = try runner.run(
      "train", arguments(["--precision", "bf16"]), environment: ["DRAGOMAN_KERNELS": "avx2"])
    #expect(
      result.errors.hasPrefix(
        "Error: --precision: this processor has no products of bf16 (AVX512-BF16).\n"))
    #expect(result.exitCode == 1)
    #expect(!runner.exists("model"))
  }

  @Test func leavesNoFolderBehindAnError() throws {
    let result = try runner.run("train", arguments(["--vocabulary", "missing.json"]))
    #expect(result.errors.hasPrefix("Error: missing.json: "))
    #expect(!runner.exists("model"))
  }
}
