import Curses
import GalleryUI
import Synchronization

/// Events from other threads for the thread that draws.
final class EventQueue: Sendable {
  private let events = Mutex<[Event]>([])

  func post(_ event: Event) {
    events.withLock { $0.append(event) }
    CursesTerminal.wake()
  }

  func takeAll() -> [Event] {
    events.withLock { events in
      defer { events = [] }
      return events
    }
  }
}
