import ArgumentParser
public import Dragoman

/// Refuses a number that an option cannot have.
///
/// - Throws: `ValidationError` naming the option, the number and the range.
public func check<Number: Comparable>(
  _ option: String, _ value: Number?, in range: ClosedRange<Number>
) throws {
  guard let value, !range.contains(value) else { return }
  throw ValidationError(
    "The value '\(value)' is invalid for '\(option) <n>': it must be from \(range.lowerBound) to \(range.upperBound)."
  )
}

/// Refuses what a part of the library says is wrong with its settings.
///
/// - Throws: `ValidationError` naming the option, the value and what it must be.
public func check(_ fault: SettingFault?) throws {
  guard let fault else { return }
  let requirement = InputError("", fault.requirement).naming(option).problem
  throw ValidationError(
    "The value '\(fault.value)' is invalid for '\(option(fault.setting)) <n>': \(requirement).")
}

/// How the commands' users set a setting of the library.
public func option(_ setting: Setting) -> String { "--\(setting.name)" }
