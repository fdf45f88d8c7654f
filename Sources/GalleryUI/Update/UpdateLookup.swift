import TerminalUI

extension State {
  /// Only the latest counts.
  mutating func lookUp(_ text: String) -> [Effect] {
    leaveHelp()
    lookups += 1
    let lookup = FaceLookup(text: text, number: lookups)
    awaitedLookup = AwaitedLookup(lookup: lookup)
    return [.lookUp(lookup)]
  }

  /// What the status line says meanwhile; nil where nothing is looked up.
  var lookupSentence: String? {
    awaitedLookup.map { "finding the faces of \(shortenedAtStart($0.lookup.text, to: 40)); Esc cancels" }
  }

  /// - Returns: whether there was a lookup.
  mutating func cancelLookup() -> Bool {
    guard let awaited = awaitedLookup else { return false }
    awaitedLookup = nil
    message = Message(text: "the faces of \(awaited.lookup.text) are not searched for")
    return true
  }

  mutating func take(_ outcome: LookupOutcome, of lookup: FaceLookup) {
    guard awaitedLookup?.lookup == lookup else { return }
    awaitedLookup?.outcome = outcome
  }

  /// Shows the matches of what was found, or what is wrong, unless something is being typed or read.
  mutating func finishLookup() {
    guard prompt == nil, messageBox == nil, let awaited = awaitedLookup, let outcome = awaited.outcome else { return }
    awaitedLookup = nil
    switch outcome {
    case .found(let photo, let index):
      guard photo.faces.indices.contains(index) else { return }
      leaveHelp()
      photos.admit(photo)
      decisionWork.isStale = true
      pushMatches(of: photo.faces[index].id, photo.path, number: index + 1)
      guard message == nil, photo.faces.count > 1 else { return }
      message = Message(text: "searching for face \(index + 1) of \(photo.faces.count) in \(awaited.lookup.text)")
    case .failed(let reason):
      message = Message(text: reason, isError: true)
      guard awaited.isWatched else { return }
      // As with every line that is wrong, it stays to be mended.
      commandLine.history.rewind()
      prompt = Prompt(.command, label: ":", text: "find \(awaited.lookup.text)")
    }
  }
}
