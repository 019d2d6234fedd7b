import Glibc

/// The processors that this process may use, at least one.
public var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
