import Library
import TerminalUI

extension State {
  mutating func take(_ event: IndexEvent) {
    switch event {
    case .leftOut(let leftOut): self.leftOut = leftOut
    case .listed(let listed): replacePhotos(listed)
    case .updated(let photo):
      noteChange(to: photo)
      relist { $0.update(photo) }
      if !photo.faces.isEmpty { markRankingsStale() }
    case .progress(let progress):
      self.progress = progress
      if indexing == .listing { indexing = .running }
    case .finished(let progress):
      self.progress = progress
      indexing = .finished
      changes = nil
      markRankingsStale()
    case .failed(let error):
      indexing = .finished
      isRescanning = false
      changes = nil
      message = Message(text: "indexing stopped: \(error)", isError: true)
    }
  }

  private mutating func replacePhotos(_ listed: [Photo]) {
    let pictures = listed.filter(\.isPicture)
    let closed = listed.filter { $0.kind == .folder }
    changes = isRescanning ? FolderChanges(from: photos.all, to: pictures, closed: closed.map(\.path)) : nil
    if let changes { message = Message(text: changes.sentence) }
    isRescanning = false
    relist { $0.replaceAll(with: pictures) }
    forgetGoneMarks()
    unreadFolders = closed.count
    indexing = .running
    removeScreensOfGonePhotos()
    markRankingsStale()
  }

  /// What was not read, in a sentence; nil where all was.
  var unread: String? {
    UnreadFiles(folders: unreadFolders, pictures: photos.count(.unreadable))
      .sentence(folder: folder, options: doctorOptions)
  }

  /// A file whose size and time stayed is known to have changed once it was read.
  private mutating func noteChange(to photo: Photo) {
    guard let old = photos[photo.path], old.state == .indexed || old.state == .noFace, old != photo else { return }
    changes?.changed += 1
    if let changes { message = Message(text: changes.sentence) }
  }

  private mutating func removeScreensOfGonePhotos() {
    let count = screens.count
    screens.removeAll { screen in
      switch screen {
      case .photo(let screen): photos[screen.path] == nil
      case .matches(let matches): photos[matches.photo]?.faces.contains { $0.id == matches.query } != true
      case .help: false
      }
    }
    guard screens.count < count else { return }
    prompt = nil
    let what = "what was open here is gone or has changed"
    message = Message(text: message.map { "\($0.text); \(what)" } ?? what)
  }

  mutating func rescan() -> [Effect] {
    guard indexing != .listing else {
      message = Message(text: "the folder is being listed")
      return []
    }
    isRescanning = true
    indexing = .listing
    message = Message(text: "looking at the folder again")
    return [.rescan]
  }

  private mutating func markRankingsStale() {
    for index in screens.indices {
      guard case .matches(var matches) = screens[index] else { continue }
      matches.isStale = true
      screens[index] = .matches(matches)
    }
  }

  mutating func take(_ ranked: [Match], for query: FaceID) {
    for index in screens.indices {
      guard case .matches(var matches) = screens[index], matches.query == query else { continue }
      let cursor = matches.cursor
      matches.take(ranked)
      let columns = MatchesLayout(self, matches).geometry.columns
      // What is being read stays in its place; the best stay visible where they are.
      if matches.top > 0 { matches.top = max(0, matches.top + matches.cursor / columns - cursor / columns) }
      screens[index] = .matches(matches)
    }
  }

  mutating func take(_ outcome: ExportOutcome, of request: ExportRequest) {
    switch outcome {
    case .written:
      let file = shortenedAtStart(request.file, to: max(12, size.columns - 48))
      message = Message(text: "\(counted(request.matches.count, "match", "matches")) written to \(file)")
    case .failed(let reason):
      askForExport()
      message = Message(text: reason, isError: true)
    case .exists:
      var request = request
      request.overwrite = true
      let file = shortenedAtStart(request.file, to: max(5, size.columns - 56))
      prompt = Prompt(.overwrite(request), label: "\(file) is there already; replace it? (y/n)")
    }
  }
}
