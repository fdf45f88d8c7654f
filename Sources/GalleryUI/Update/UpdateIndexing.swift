import Library
import TerminalUI

extension State {
  /// Asked on the gallery, where nothing else is left to take back.
  /// - Returns: whether there is something to stop.
  mutating func askWhetherToStop() -> Bool {
    guard screens.isEmpty, photos.filter == .all, indexing != .finished else { return false }
    prompt = Prompt(.stopIndexing, label: stopQuestion)
    return true
  }

  var stopQuestion: String {
    switch indexing {
    case .listing: "stop looking for photos? (y/n)"
    case .running: "stop looking at \(counted(photosLeft, "more photo", "more photos"))? (y/n)"
    case .finished: "stop? (y/n)"
    }
  }

  /// Nothing is left to be asked, and keys mean what they do else.
  mutating func withdrawStopQuestion() {
    guard prompt?.purpose == .stopIndexing else { return }
    prompt = nil
    message = Message(text: "all photos were looked at; there is nothing to stop")
  }

  /// Photos that the run under way has still to look at.
  private var photosLeft: Int {
    let left = progress.total > 0 ? progress.total - progress.done : photos.count(.pending)
    return max(0, min(photos.all.count, left))
  }

  /// The run's progress over photos alone, as the header counts them; the library counts all files of the folder.
  var photoProgress: IndexProgress {
    let left = indexing == .running ? photosLeft : photos.count(.pending)
    return IndexProgress(
      total: photos.all.count, done: photos.all.count - left, rate: progress.rate, remaining: progress.remaining)
  }

  mutating func stopIndexing() -> [Effect] {
    guard indexing != .finished else { return [] }
    let isListed = indexing == .running
    indexing = .finished
    (isRescanning, retriedFolders) = (false, [])
    changes = nil
    let again = key(for: .rescan).map { "; \($0) goes on" } ?? ""
    message = Message(text: "stopped; what is done stays\(again)")
    return [.stopIndexing(isListed: isListed)]
  }
}
