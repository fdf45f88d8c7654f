import Faces
import SystemPackage
import TerminalUI

@testable import GalleryUI
@testable import Journal
@testable import Library

/// Decisions about made-up photos, kept in memory: answers what a state asks for, as the program does.
final class MadeUpJournal {
  private(set) var state = JournalState()
  private let photos: [Photo]
  private var count: UInt64 = 0
  /// Why nothing can be written.
  var failure: LibraryError?
  /// Faces that wait are found.
  var isFound = false

  init(_ photos: [Photo] = acquaintances()) { self.photos = photos }

  /// What is decided, a step a line.
  var lines: [String] { HistoryScreen(state.journal).steps.map { ($0.holds ? "" : "- ") + $0.text }.reversed() }

  /// nil where it is not about decisions.
  func answer(_ effect: Effect) -> Event? {
    switch effect {
    case .decide(let request):
      return .decided(request, attempt { $0.write(request.words.compactMap { $0.decision(keys, state.people) }) })
    case .undo:
      let entries = History(state.journal).nextUndo
      return .wentThroughHistory(
        .undo,
        went {
          $0.write(entries.isEmpty ? [] : [.undo(entries)])
        } undone: {
          entries
        })
    case .redo:
      let entries = History(state.journal).nextRedo
      return .wentThroughHistory(
        .redo,
        went {
          $0.write(entries.isEmpty ? [] : [.redo(entries)])
        } redone: {
          entries
        })
    case .jump(let entry):
      let (undo, redo) = History(state.journal).jump(to: entry)
      return .wentThroughHistory(
        .jump(to: entry),
        went {
          $0.write((undo.isEmpty ? [] : [.undo(undo)]) + (redo.isEmpty ? [] : [.redo(redo)]))
        } undone: {
          undo
        } redone: {
          redo
        })
    case .readDecisions: return .decisionsRead(.success(known))
    case .searchDecidedPhotos: return .decidedPhotosSearched(found: isFound ? 1 : 0, isFound ? known : nil)
    default: return nil
    }
  }

  var known: KnownDecisions {
    var faces = DecidedFaces(state.people)
    for photo in photos { faces.join(photo, state.people.faces(inPhoto: Self.hash(photo.path))) }
    return KnownDecisions(faces: faces, journal: state.journal, waiting: faces.waiting.count)
  }

  private func attempt(_ change: (MadeUpJournal) -> Void) -> Result<KnownDecisions, LibraryError> {
    if let failure { return .failure(failure) }
    change(self)
    return .success(known)
  }

  private func went(
    _ change: (MadeUpJournal) -> Void, undone: () -> [EntryID] = { [] }, redone: () -> [EntryID] = { [] }
  ) -> Result<HistoryOutcome, LibraryError> {
    attempt(change).map { known in
      let entry = { (id: EntryID) in known.journal.entry(id) }
      return HistoryOutcome(undone: undone().compactMap(entry), redone: redone().compactMap(entry), known)
    }
  }

  /// Each minute a step.
  func write(_ decisions: [Decision]) {
    count += 1
    let start = 1_796_000_000_000 + count * 60_000
    let ids = decisions.indices.map { EntryID(milliseconds: start, counter: UInt16($0), writer: 1) }
    for (id, decision) in zip(ids, decisions) {
      let at = "2026-11-29T14:\(count < 10 ? "0" : "")\(count % 60):03.123Z"
      let entry = JournalEntry(id: id, at: at, group: decisions.count > 1 ? ids[0] : nil, decision)
      state.read(Array((entry.line + "\n").utf8))
    }
  }

  private var keys: [FaceID: FaceKey] {
    var keys: [FaceID: FaceKey] = [:]
    for photo in photos {
      let key = PhotoKey(hash: Self.hash(photo.path), pixels: nil)
      for face in photo.faces { keys[face.id] = FaceKey(key, of: face, in: photo) }
    }
    return keys
  }

  private static func hash(_ path: FilePath) -> String {
    let digits = path.string.utf8.map { String($0, radix: 16) }.joined()
    return String((digits + String(repeating: "0", count: 64)).suffix(64))
  }
}

/// At the matches of the first face; see `press`.
func atMatches(
  _ journal: MadeUpJournal, _ keys: String = "", columns: Int = 120, rows: Int = 40
) throws -> State {
  var state = state(acquaintances(), columns: columns, rows: rows)
  state.timeZone = .gmt
  _ = update(&state, .decisionsRead(.success(journal.known)))
  try press("<Enter> <Enter> " + keys, in: &state, journal)
  return state
}

/// Presses keys, `gg` and `12l` for short, and answers rankings and what concerns decisions; returns all other effects.
@discardableResult
func press(_ keys: String, in state: inout State, _ journal: MadeUpJournal) throws -> [Effect] {
  let parts = keys.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
  let file = parts.map { index, part in
    if index % 2 == 1 { return "\"\(part)\"" }
    return part.split { $0 == " " || $0 == "\n" }.map { $0.hasPrefix("<") ? String($0) : "\"\($0)\"" }
      .joined(separator: " ")
  }
  return try [Key](file: file.joined(separator: " ")).flatMap { take(update(&state, .key($0)), &state, journal) }
}

@discardableResult
func take(_ effects: [Effect], _ state: inout State, _ journal: MadeUpJournal) -> [Effect] {
  effects.flatMap { effect -> [Effect] in
    if case .rank(let query) = effect {
      let ranking = Ranking(acquaintancesRanked(query.faces)).leavingOut(query.leavingOut)
      return take(update(&state, .ranked(query: query, ranking)), &state, journal)
    }
    guard let event = journal.answer(effect) else { return [effect] }
    return take(update(&state, event), &state, journal)
  }
}
