import TerminalUI

extension State {
  /// Asked on the gallery, where nothing else is left to take back.
  /// - Returns: whether there is something to stop.
  mutating func askWhetherToStop() -> Bool {
    guard screens.isEmpty, photos.filter == .all, indexing != .finished else { return false }
    let pending = photos.count(.pending)
    let what =
      indexing == .listing ? "looking for photos" : "looking at \(counted(pending, "more photo", "more photos"))"
    prompt = Prompt(.stopIndexing, label: "stop \(what)? (y/n)")
    return true
  }

  mutating func stopIndexing() -> [Effect] {
    guard indexing != .finished else {
      message = Message(text: "it has just ended")
      return []
    }
    indexing = .finished
    isRescanning = false
    changes = nil
    let again = key(for: .rescan).map { "; \($0) goes on" } ?? ""
    message = Message(text: "stopped; what is done stays\(again)")
    return [.stopIndexing]
  }
}
