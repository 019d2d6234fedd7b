import Glibc
import Testing

/// Both ends of a terminal that nobody looks at, forty columns wide.
func terminal() throws -> (screen: Int32, line: Int32) {
  // TIOCSPTLCK and TIOCGPTN of Linux, macros that Swift does not import.
  let (setLock, getNumber) = (UInt(0x4004_5431), UInt(0x8004_5430))
  let screen = open("/dev/ptmx", O_RDWR | O_NOCTTY)
  var (locked, number) = (Int32(0), Int32(0))
  try #require(ioctl(screen, setLock, &locked) == 0)
  try #require(ioctl(screen, getNumber, &number) == 0)
  let line = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
  var size = winsize(ws_row: 24, ws_col: 40, ws_xpixel: 0, ws_ypixel: 0)
  try #require(line >= 0 && ioctl(line, UInt(TIOCSWINSZ), &size) == 0)
  return (screen, line)
}
