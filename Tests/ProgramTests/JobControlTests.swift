import Foundation
import Glibc
import Testing

/// The program as a job of an interactive shell.
@Suite(.serialized, .indexedOnce) struct JobControlTests {
  private let terminal: PseudoTerminal
  private let command: String

  init() throws {
    terminal = try PseudoTerminal(IndexedOnce.program, script: "exec /bin/bash --norc --noprofile -i")
    command = "\(Program.executable.path) \(Program.drawn.path)"
    // Jobs that stop are told of at once.
    terminal.type("set -b; PS1='ready> '\r")
    try terminal.wait(for: "ready> ")
  }

  /// - Parameter modes: whether the shell left the terminal's modes as they were.
  private func leave(modes: Bool = true) throws {
    terminal.type("q")
    try terminal.wait(for: "ready> ")
    terminal.type("exit\r")
    #expect(try terminal.exitStatus() == 0)
    #expect(!modes || terminal.isRestored)
  }

  private var screens: Int {
    String(decoding: terminal.output, as: UTF8.self).components(separatedBy: "\u{1B}[?1049h").count
  }

  @Test func `started in the background it waits to be brought forward`() throws {
    terminal.type("\(command) &\r")
    try terminal.wait(for: "Stopped")
    #expect(screens == 1, "nothing was drawn")
    terminal.type("fg\r")
    try terminal.wait(for: "beach_alf.jpg")
    try leave()
  }

  @Test func `sent to the background it draws nothing`() throws {
    terminal.type("\(command)\r")
    try terminal.wait(for: "beach_alf.jpg")
    terminal.type("\u{1A}")
    try terminal.wait(for: "Stopped")
    let before = screens
    terminal.type("bg\r")
    try terminal.wait(for: "Stopped")
    #expect(screens == before)
    terminal.type("fg\r")
    try terminal.wait(for: "beach_alf.jpg")
    try leave()
  }

  @Test func `stopped without a word it draws anew and takes keys again`() throws {
    terminal.type("\(command)\r")
    try terminal.wait(for: "beach_alf.jpg")
    let name = Program.executable.lastPathComponent
    let job = try #require(try children(of: terminal.child, named: name).first)
    kill(job, SIGSTOP)
    try terminal.wait(for: "Stopped")
    terminal.type("stty sane; fg\r")
    try terminal.wait(for: "beach_alf.jpg")
    try leave(modes: false)
  }

  /// By /proc/PID/stat: the command in brackets, the state, the parent.
  private func children(of parent: pid_t, named name: String) throws -> [pid_t] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { pid_t($0) }.filter { process in
      guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
      let parts = stat.split(separator: ")", maxSplits: 1)
      return parts.count == 2 && parts[0].hasSuffix("(\(name)")
        && parts[1].split(separator: " ").dropFirst().first == "\(parent)"
    }
  }
}
