import GalleryUI
import Journal
import Library
import Synchronization

/// People while the interface is open: groups that were found are passed on to the next search.
final class SessionPeople: Sendable {
  private let library: PhotoLibrary
  private let decisions: SessionDecisions
  private let memory = Mutex(Memory())

  private struct Memory {
    var groups = KnownGroups()
    var looks: LastLooks?
  }

  init(_ library: PhotoLibrary, _ decisions: SessionDecisions) { (self.library, self.decisions) = (library, decisions) }

  /// Answers `Effect.listPeople`; where the journal cannot be read, that is told elsewhere.
  func list() -> Event { .peopleListed((try? decisions.faces()).map { library.people($0) } ?? []) }

  /// Answers `Effect.findGroups`. Up to a minute for 100,000 faces, and less where groups are known.
  func groups(isCancelled: @escaping @Sendable () -> Bool = { false }) -> Event {
    guard let decided = try? decisions.faces() else { return .groupsFound(nil) }
    let known = memory.withLock { $0.groups }
    guard let found = library.unnamedPeople(decided, after: known, isCancelled: isCancelled) else {
      return .groupsFound(nil)
    }
    memory.withLock { $0.groups = found.kept }
    return .groupsFound(found.groups)
  }

  /// Answers `Effect.countCandidates`.
  func counts(isCancelled: () -> Bool = { false }) -> Event {
    guard let decided = try? decisions.faces() else { return .candidatesCounted([:]) }
    let looks = looks
    var counts: [PersonID: CandidateCount] = [:]
    for person in decided.people.people {
      guard let found = library.candidates(for: person.id, decided, isCancelled: isCancelled) else { break }
      let new = new(found, looks.looks[person.id]).count
      counts[person.id] = CandidateCount(likely: found.likely, new: new)
    }
    return .candidatesCounted(counts)
  }

  /// Answers `Effect.findCandidates`.
  func candidates(_ question: PersonQuestion, isCancelled: () -> Bool = { false }) -> Event {
    guard let decided = try? decisions.faces(),
      let found = library.candidates(for: question.person, decided, isCancelled: isCancelled)
    else { return .candidatesFound(question, nil) }
    let look = looks.looks[question.person]
    return .candidatesFound(question, PersonAnswer(found, new: new(found, look), lookedAt: look?.at))
  }

  /// Likely candidates that were not there at the last look; none where there was none.
  private func new(_ found: Candidates, _ look: LastLooks.Look?) -> Set<FaceID> {
    guard let look else { return [] }
    let likely = found.all.prefix(found.likely).map(\.face)
    let keys = library.lookKeys(of: likely)
    return Set(likely.filter { face in keys[face].map { !look.seen.contains($0) } ?? false })
  }

  private var looks: LastLooks {
    memory.withLock { memory in
      let looks = memory.looks ?? LastLooks()
      memory.looks = looks
      return looks
    }
  }

  /// Carries out `Effect.noteLook`.
  func look(at person: PersonID, _ faces: [FaceID]) -> Event? {
    let keys = library.lookKeys(of: faces)
    var looks = looks
    looks.look(at: person, faces.compactMap { keys[$0] })
    memory.withLock { $0.looks = looks }
    return nil
  }
}
