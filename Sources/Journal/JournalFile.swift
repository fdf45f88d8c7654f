import Foundation
import Glibc
import PathText
import Synchronization
import SystemPackage

/// The file of a journal. Several programs may read and append to it at once; what one of them appended is met by the
/// others' next `refresh`. Safe to use from any thread.
public final class JournalFile: Sendable {
  public let path: FilePath
  private let clock = EntryClock()
  private let memory = Mutex(Memory())
  private let now: @Sendable () -> Date

  private struct Memory {
    var state = JournalState()
    /// What of which file was read.
    var file: FileIdentity?
    var offset: Int64 = 0
  }

  /// Opens nothing yet.
  public convenience init(_ path: FilePath) { self.init(path, now: { .now }) }

  init(_ path: FilePath, now: @escaping @Sendable () -> Date) {
    self.path = path
    self.now = now
  }

  /// As it was read last.
  public var state: JournalState { memory.withLock { $0.state } }

  /// Whether the file is, by its size and its inode, the one that was read last; a look that opens nothing.
  public var isCurrent: Bool {
    memory.withLock { memory in
      var status = stat()
      guard path.withPlatformString({ lstat($0, &status) }) == 0 else { return memory.offset == 0 }
      return memory.file == FileIdentity(status) && Int64(status.st_size) == memory.offset
    }
  }

  /// Reads what was appended since; all of it where the file is another one. Where there is none nothing was decided.
  /// - Returns: whether anything is new.
  @discardableResult public func refresh() throws(JournalError) -> Bool {
    try memory.withLock { memory throws(JournalError) in
      guard let file = try OpenJournal.open(path, creates: false) else {
        defer { memory = Memory() }
        return memory.offset > 0
      }
      defer { file.close() }
      try file.lock(exclusively: false)
      return try read(file, &memory)
    }
  }

  /// Appends what the user decided, in one step; it is on the disk when this returns.
  /// - Parameter decide: what is to be said, given all that was said before by anybody. Nothing else is appended between.
  /// - Returns: the new entries.
  @discardableResult public func append(
    _ decide: (JournalState) -> [Decision]
  ) throws(JournalError) -> [JournalEntry] {
    try change { state in
      let decisions = decide(state)
      var (latest, group) = (state.journal.latest, EntryID?.none)
      return decisions.map { decision in
        let id = clock.next(after: latest, now: UInt64(max(0, now().timeIntervalSince1970 * 1000)))
        latest = id
        if decisions.count > 1, group == nil { group = id }
        return JournalEntry(id: id, at: now().formatted(Self.time), group: group, decision)
      }
    }
  }

  @discardableResult public func append(_ decisions: [Decision]) throws(JournalError) -> [JournalEntry] {
    try append { _ in decisions }
  }

  /// Appends the entries of another journal that this one does not have.
  @discardableResult public func merge(_ other: Journal) throws(JournalError) -> [JournalEntry] {
    try change { state in
      other.entries.filter { state.journal.entry($0.id) != $0 && !state.journal.hasGreater($0) }
    }
  }

  private static let time = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

  private func change(_ make: (JournalState) -> [JournalEntry]) throws(JournalError) -> [JournalEntry] {
    try memory.withLock { memory throws(JournalError) in
      guard let file = try OpenJournal.open(path, creates: true) else { return [] }
      defer { file.close() }
      try file.lock(exclusively: true)
      _ = try read(file, &memory)
      let entries = make(memory.state)
      guard !entries.isEmpty else { return [] }
      try file.append(entries.flatMap { Array($0.line.utf8) + [UInt8(ascii: "\n")] })
      _ = try read(file, &memory)
      return entries
    }
  }

  private func read(_ file: OpenJournal, _ memory: inout Memory) throws(JournalError) -> Bool {
    let size = try file.size()
    let isAnother = memory.file != file.identity || size < memory.offset
    if isAnother { (memory.file, memory.offset, memory.state) = (file.identity, 0, JournalState()) }
    guard size > memory.offset else { return isAnother }
    let text = try file.read(from: memory.offset, to: size)
    if memory.offset == 0 { try file.requireJournal(text) }
    memory.offset = size
    return memory.state.read(text) || isAnother
  }
}

extension Journal {
  fileprivate func hasGreater(_ entry: JournalEntry) -> Bool {
    self.entry(entry.id).map { !$0.line.utf8.lexicographicallyPrecedes(entry.line.utf8) } ?? false
  }
}
