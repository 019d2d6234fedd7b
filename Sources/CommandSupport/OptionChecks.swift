import ArgumentParser
public import Dragoman
import Glibc

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
func option(_ setting: Setting) -> String { "--\(setting.name)" }

/// The processors that this process may use, at least one.
public var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// Says something to the user on standard error, whether or not that is a terminal.
public func note(_ text: String) {
  let command = CommandLine.arguments.first?.split(separator: "/").last ?? ""
  // A standard error that has gone away is no reason to stop the work.
  _ = Array("\(command): \(text)\n".utf8).withUnsafeBytes { writeFully($0, to: STDERR_FILENO) }
}
