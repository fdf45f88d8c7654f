import Foundation
import Glibc

/// The program on a terminal of its own.
final class PseudoTerminal {
  let child: pid_t
  private let master: Int32
  private let slave: Int32
  private let before: termios
  private(set) var output: [UInt8] = []
  private var searched = 0
  private var status: Int32?

  /// POSIX_SPAWN_SETSID of glibc's spawn.h, which Swift does not import.
  private static let setsidFlag: Int16 = 0x80

  struct Failure: Error {
    var what: String
  }

  /// - Parameters:
  ///   - changes: variables of the environment with other values, or none.
  ///   - echoes: whether keys are printed while no program takes them.
  ///   - folder: the working directory; nil is the tests' own.
  ///   - script: run by a shell instead, in which `facetui` is the program.
  init(
    _ program: Program, _ arguments: [String] = [], columns: UInt16 = 100, rows: UInt16 = 30,
    environment changes: [String: String?] = [:], echoes: Bool = true, folder: String? = nil, script: String? = nil
  ) throws {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    var (master, slave): (Int32, Int32) = (-1, -1)
    var name = [CChar](repeating: 0, count: 256)
    guard openpty(&master, &slave, &name, nil, &size) == 0 else { throw Failure(what: "openpty") }
    (self.master, self.slave) = (master, slave)
    var modes = termios()
    tcgetattr(slave, &modes)
    if !echoes {
      modes.c_lflag &= ~tcflag_t(ECHO)
      tcsetattr(slave, TCSANOW, &modes)
    }
    before = modes
    var environment = program.environment
    environment["TERM"] = "xterm-256color"
    environment["LC_ALL"] = "C.UTF-8"
    environment["NO_COLOR"] = nil
    environment["SWIFT_BACKTRACE"] = "enable=no"
    for (name, value) in changes { environment[name] = value }
    let shell = script.map { ["/bin/bash", "-c", "facetui() { \(Program.executable.path) \"$@\"; }; \($0)"] }
    let command = shell ?? [Program.executable.path] + arguments
    let move = folder.map { ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", $0] } ?? []
    child = try Self.spawn(name, move + command, environment)
  }

  deinit {
    if status == nil {
      kill(child, SIGKILL)
      waitpid(child, nil, 0)
    }
    close(master)
    close(slave)
  }

  /// A session of its own makes the terminal that it opens first its controlling one.
  private static func spawn(
    _ terminal: [CChar], _ arguments: [String], _ environment: [String: String]
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    // A thread of a test may block signals, a shell does not.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, setsidFlag | Int16(POSIX_SPAWN_SETSIGMASK))
    for descriptor in Int32(0)...2 {
      posix_spawn_file_actions_addopen(&actions, descriptor, terminal, O_RDWR, 0)
    }
    var argv = arguments.map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var child: pid_t = 0
    guard posix_spawn(&child, arguments[0], &actions, &attributes, &argv, &envp) == 0 else {
      throw Failure(what: "posix_spawn")
    }
    return child
  }

  func type(_ text: String) { type(bytes: Array(text.utf8)) }

  func type(bytes: [UInt8]) { _ = write(master, bytes, bytes.count) }

  func resize(columns: UInt16, rows: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// Waits for a text among what the program writes from now on. A text that stands where other letters stood may
  /// come in pieces, so look for one on new ground.
  func wait(for text: String, seconds: Double = 60) throws {
    let wanted = Array(text.utf8)
    let end = Date(timeIntervalSinceNow: seconds)
    while Date() < end {
      if let place = find(wanted) {
        searched = place + wanted.count
        return
      }
      read()
    }
    throw Failure(what: "“\(text)” did not come; the end is \(String(decoding: output.suffix(2000), as: UTF8.self))")
  }

  private func find(_ wanted: [UInt8]) -> Int? {
    guard output.count - searched >= wanted.count else { return nil }
    return (searched...output.count - wanted.count).first { output[$0..<$0 + wanted.count].elementsEqual(wanted) }
  }

  /// - Returns: whether something came.
  @discardableResult private func read(waiting milliseconds: Int32 = 100) -> Bool {
    var source = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&source, 1, milliseconds) > 0 else { return false }
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = Glibc.read(master, &bytes, bytes.count)
    if count > 0 { output += bytes.prefix(count) }
    return count > 0
  }

  /// Reads until nothing more comes for some time.
  /// - Returns: whether the program still runs.
  /// - Throws: where it never stops writing.
  func settle(milliseconds: Int32 = 60) throws -> Bool {
    let end = Date(timeIntervalSinceNow: 30)
    while read(waiting: milliseconds) {
      if Date() > end { throw Failure(what: "the program writes without end") }
    }
    return !hasEnded
  }

  private var hasEnded: Bool {
    var now: Int32 = 0
    if status == nil, waitpid(child, &now, WNOHANG) == child {
      // A terminal gives a few thousand bytes at a time.
      while read() {}
      status = now & 0x7F == 0 ? now >> 8 & 0xFF : 128 + now & 0x7F
    }
    return status != nil
  }

  /// - Returns: the exit status, or 128 and the signal's number.
  func exitStatus(seconds: Double = 30) throws -> Int32 {
    let end = Date(timeIntervalSinceNow: seconds)
    while Date() < end {
      read()
      if hasEnded, let status { return status }
    }
    throw Failure(what: "the program did not end")
  }

  /// Cursor shown, main screen back, modes as they were.
  var isRestored: Bool {
    let text = String(decoding: output, as: UTF8.self)
    let left = text.range(of: "\u{1B}[?1049l", options: .backwards)
    let entered = text.range(of: "\u{1B}[?1049h", options: .backwards)
    guard let left, let entered, entered.lowerBound < left.lowerBound else { return false }
    return hasModesBack && text.contains("\u{1B}[?25h")
  }

  var hasModesBack: Bool {
    var now = termios()
    tcgetattr(slave, &now)
    return now.c_lflag == before.c_lflag && now.c_iflag == before.c_iflag && now.c_oflag == before.c_oflag
  }
}
