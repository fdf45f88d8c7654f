import Dispatch
import GalleryUI
import Synchronization

/// Finds out about people beside the drawing; what is found goes to the queue. What takes long keeps nothing else waiting.
final class PeopleSearch: Sendable {
  private let people: SessionPeople
  private let queue: EventQueue
  private let listing = DispatchQueue(label: "listing people", qos: .userInitiated)
  private let searching = DispatchQueue(label: "searching a person", qos: .userInitiated)
  private let grouping = DispatchQueue(label: "grouping", qos: .utility)
  private let counting = DispatchQueue(label: "counting candidates", qos: .utility)
  private let isEnding = Atomic(false)

  init(_ people: SessionPeople, queue: EventQueue) { (self.people, self.queue) = (people, queue) }

  func start(_ effect: Effect) {
    let isCancelled = { @Sendable [self] in isEnding.load(ordering: .relaxed) }
    switch effect {
    case .listPeople:
      listing.async { [self] in queue.post(people.list()) }
    case .findGroups:
      grouping.async { [self] in queue.post(people.groups(isCancelled: isCancelled)) }
    case .countCandidates:
      counting.async { [self] in queue.post(people.counts(isCancelled: isCancelled)) }
    case .findCandidates(let question):
      searching.async { [self] in queue.post(people.candidates(question, isCancelled: isCancelled)) }
    case .noteLook(let person, let faces):
      listing.async { [self] in _ = people.look(at: person, faces) }
    default: break
    }
  }

  /// What is under way ends; what the user has seen is remembered.
  func end() {
    isEnding.store(true, ordering: .relaxed)
    listing.sync {}
  }
}
