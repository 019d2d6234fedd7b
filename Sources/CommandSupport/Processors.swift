import Dragoman
import Glibc

/// The processors that this process may use, at least one. Whoever starts several on a machine gives each some.
public var processorCount: Int {
  let all = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  // A bit for each, in hexadecimal digits.
  guard let lines = try? readLines("/proc/self/status"),
    let mask = lines.first(where: { $0.hasPrefix("Cpus_allowed:") })?.split(separator: ":").last
  else { return all }
  let allowed = mask.reduce(0) { $0 + ($1.hexDigitValue ?? 0).nonzeroBitCount }
  return allowed > 0 ? min(allowed, all) : all
}
