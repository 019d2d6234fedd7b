/// When a run validates, saves and ends. None of it changes the weights that a given update leaves, unless
/// the run diverges and goes back to what was saved.
public struct TrainingPlan: Sendable {
  /// Updates after which to end; `nil` for no limit.
  public var maximumUpdates: Int?
  /// Minutes after which to end, earlier runs included; `nil` for no limit.
  public var maximumMinutes: Double?
  /// Updates between validations. Default 250.
  public var validEvery = 250
  /// Updates between saves of the state. Default 250.
  public var saveEvery = 250
  /// Validations without a better score after which to end; from 5 on also those in which neither score nor perplexity
  /// became better by more than chance. Default 10.
  public var patience = 10
  /// How often a run that diverges may go back. Default 3.
  public var maximumRecoveries = 3

  /// The defaults.
  public init() {}

  /// What is wrong with the plan; `nil` when nothing is.
  public func fault() -> SettingFault? {
    SettingFault.first(
      SettingFault("max-updates", maximumUpdates, in: 1...Int.max),
      SettingFault("max-minutes", maximumMinutes, in: 0...1e9),
      SettingFault("valid-every", validEvery, in: 1...Int.max),
      SettingFault("save-every", saveEvery, in: 1...Int.max),
      SettingFault("patience", patience, in: 1...Int.max),
      SettingFault("max-recoveries", maximumRecoveries, in: 0...30))
  }
}
