import Foundation
import Glibc
import SystemPackage
import Testing

@testable import Journal

@Suite final class JournalFileTests {
  let folder: URL
  let path: FilePath

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "facetui-journal-\(UUID().uuidString)")
    path = FilePath(folder.path).appending("data").appending("journal.jsonl")
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func text() throws -> String { try String(contentsOfFile: path.string, encoding: .utf8) }

  private func write(_ text: String) throws {
    try FileManager.default.createDirectory(
      atPath: path.removingLastComponent().string, withIntermediateDirectories: true)
    try text.write(toFile: path.string, atomically: false, encoding: .utf8)
  }

  private func mode(_ path: FilePath) -> mode_t {
    var status = stat()
    _ = path.withPlatformString { stat($0, &status) }
    return status.st_mode & 0o777
  }

  @Test func `what was said is there for the next program, and private`() throws {
    let file = JournalFile(path)
    #expect(try !file.refresh())
    #expect(!FileManager.default.fileExists(atPath: path.string), "reading makes nothing")
    let entries = try file.append([.name([key(1)], ada())])
    #expect(file.state.people.people.map(\.name.text) == ["Ada"])
    let other = JournalFile(path)
    #expect(try other.refresh())
    #expect(other.state.journal.entries == entries)
    #expect(mode(path) == 0o600 && mode(path.removingLastComponent()) == 0o700)
    #expect(try text() == entries[0].line + "\n")
  }

  @Test func `what another program appends is met, also where the file was replaced or removed`() throws {
    let (one, other) = (JournalFile(path), JournalFile(path))
    try one.append([.name([key(1)], ada())])
    try other.append([.name([key(2)], ada())])
    #expect(try one.refresh())
    #expect(one.state.people.people.map(\.faces.count) == [2])
    #expect(try !one.refresh())
    let kept = try text()
    unlink(path.string)
    #expect(try one.refresh())
    #expect(one.state.journal.entries.isEmpty)
    try write(kept)
    #expect(try one.refresh())
    #expect(one.state.journal.entries.count == 2)
    try write(String(kept.split(separator: "\n")[0]) + "\n")
    #expect(try one.refresh())
    #expect(one.state.journal.entries.count == 1)
  }

  @Test func `the clock that is set back reorders nothing`() throws {
    try JournalFile(path, now: { Date(timeIntervalSince1970: 2_000_000_000) }).append([.name([key(1)], ada())])
    try JournalFile(path, now: { Date(timeIntervalSince1970: 1_000_000_000) }).append([.ignore([key(1)])])
    let file = JournalFile(path)
    try file.refresh()
    #expect(file.state.journal.entries.map(\.kind) == ["name", "ignore"])
    #expect(file.state.people.faces[0].isIgnored)
    #expect(file.state.journal.entries[1].at == "2001-09-09T01:46:40.000Z")
  }

  @Test func `what a killed program left of a line is ended, and the rest lives`() throws {
    let whole = try JournalFile(path).append([.name([key(1)], ada())])[0].line
    for length in [1, 5, 30, whole.utf8.count - 1] {
      try write(whole + "\n" + whole.prefix(length))
      let file = JournalFile(path)
      try file.refresh()
      #expect(file.state.journal.entries.count == 1 && file.state.journal.damaged.map(\.number) == [2])
      try file.append([.ignore([key(2)])])
      let other = JournalFile(path)
      try other.refresh()
      #expect(other.state.journal.entries.map(\.kind) == ["name", "ignore"])
      #expect(other.state.journal.damaged.map(\.number) == [2])
      #expect(file.state.journal.entries == other.state.journal.entries)
      #expect(file.state.journal.lineCount == 3 && other.state.journal.lineCount == 3)
    }
    try write(whole)
    let file = JournalFile(path)
    try file.append([.ignore([key(2)])])
    #expect(file.state.journal.entries.count == 2 && file.state.journal.damaged.isEmpty, "only its end was missing")
  }

  @Test func `programs that append at once mix no lines`() async throws {
    let path = path
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          let file = JournalFile(path)
          for number in 0..<50 {
            _ = try? file.append((0..<3).map { .ignore([key(1000 * writer + 10 * number + $0)]) })
          }
        }
      }
    }
    let file = JournalFile(path)
    try file.refresh()
    #expect(file.state.journal.entries.count == 600 && file.state.journal.damaged.isEmpty)
    #expect(file.state.people.faces.count == 600)
    for entry in file.state.journal.entries { #expect(entry.group != nil) }
    let groups = Dictionary(grouping: file.state.journal.entries) { $0.group }
    #expect(groups.values.allSatisfy { $0.count == 3 })
  }

  @Test func `what is no journal is neither read nor written`() throws {
    try write("dear diary\n")
    #expect(throws: JournalError.self) { try JournalFile(self.path).refresh() }
    #expect(throws: JournalError.self) { try JournalFile(self.path).append([.ignore([key(1)])]) }
    #expect(try text() == "dear diary\n")
    unlink(path.string)
    let target = path.removingLastComponent().appending("target")
    symlink(target.string, path.string)
    #expect(throws: JournalError.self) { try JournalFile(self.path).append([.ignore([key(1)])]) }
    #expect(!FileManager.default.fileExists(atPath: target.string))
    unlink(path.string)
    mkfifo(path.string, 0o600)
    #expect(throws: JournalError.self) { try JournalFile(self.path).append([.ignore([key(1)])]) }
    unlink(path.string)
    #expect(throws: JournalError.self) { try JournalFile("/dev/full").append([.ignore([key(1)])]) }
    mkdir(path.string, 0o700)
    #expect(throws: JournalError.self) { try JournalFile(self.path).refresh() }
  }

  @Test func `another journal is merged once`() throws {
    var other = RandomJournal(seed: 4, writer: 9)
    other.grow(20)
    let file = JournalFile(path)
    try file.append([.name([key(1)], ada())])
    #expect(try file.merge(other.journal).count == 20)
    #expect(try file.merge(other.journal).isEmpty)
    #expect(file.state.journal.entries.count == 21)
    #expect(file.state.people == People(file.state.journal))
    let later = try file.append([.ignore([key(1)])])
    #expect(file.state.journal.latest == later[0].id)
  }
}
