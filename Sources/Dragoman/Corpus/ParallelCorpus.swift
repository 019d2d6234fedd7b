/// placeholder until the corpus branch
public struct ParallelCorpus: Sendable {
  public var source: [String]
  public var target: [String]
  public var sourcePath: String
  public var targetPath: String
  public var count: Int { source.count }
  public init(source: String, target: String) throws {
    sourcePath = source; targetPath = target
    self.source = try readLines(source); self.target = try readLines(target)
  }
}
