import ArgumentParser
import CommandSupport
import Glibc
import Testing

@Suite struct InterruptionTests {
  @Test func firstSignalIsSeenAndTheNextIsTheSystems() async throws {
    Interruption.listen()
    #expect(!Interruption.isRequested)
    // To the process and not to this thread, because the threads of tests take no signals.
    kill(getpid(), SIGTERM)
    for _ in 0..<1000 where !Interruption.isRequested {
      try await Task.sleep(for: .milliseconds(5))
    }
    #expect(Interruption.isRequested)
    #expect(Interruption.exitCode.rawValue == 143)
    var action = sigaction()
    sigaction(SIGINT, nil, &action)
    #expect(action.__sigaction_handler.sa_handler == nil)
  }
}
