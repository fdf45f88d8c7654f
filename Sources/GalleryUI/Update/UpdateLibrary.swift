import Library
import SystemPackage
import TerminalUI

extension State {
  mutating func take(_ event: IndexEvent) {
    switch event {
    case .leftOut(let leftOut): self.leftOut = leftOut
    case .listed(let listed): replacePhotos(listed)
    case .changed(let listed, let change): replacePhotos(listed, change)
    case .watching(let gap): watchGap = gap
    case .away(let folders): awayFolders = folders
    case .updated(let photo):
      noteChange(to: photo)
      relist { $0.update(photo) }
      if !photo.faces.isEmpty { markRankingsStale() }
      isFindingFaces = true
      markSurveyStale()
      decisionWork.isStale = true
    case .progress(let progress):
      self.progress = progress
      if indexing == .listing { indexing = .running }
    case .finished(let progress):
      self.progress = progress
      indexing = .finished
      isFindingFaces = false
      decisionWork.isSearchDue = true
      withdrawStopQuestion()
      changes = nil
      markRankingsStale()
    case .failed(let error):
      indexing = .finished
      withdrawStopQuestion()
      (isRescanning, retriedFolders) = (false, [])
      changes = nil
      message = Message(text: "indexing stopped: \(error)", isError: true)
    }
  }

  mutating func take(_ glimpse: LibraryGlimpse) {
    filesToRead = glimpse.total
    photos.replaceAll(with: glimpse.photos.filter(\.isPicture))
  }

  private mutating func replacePhotos(_ listed: [Photo]) {
    filesToRead = nil
    let pictures = listed.filter(\.isPicture)
    let closed = listed.filter { $0.kind == .folder }
    changes = isRescanning ? FolderChanges(from: photos.all, to: pictures, closed: closed.map(\.path)) : nil
    if let changes { message = Message(text: changes.sentence) }
    isRescanning = false
    // To compare many photos takes a tenth of what it takes to count and sort them anew.
    if pictures != photos.all {
      relist { $0.replaceAll(with: pictures) }
      markSurveyStale()
      decisionWork.isStale = true
    }
    forgetGoneMarks()
    closedFolders = closed
    tellRetriedFolders()
    indexing = .running
    removeScreensOfGonePhotos()
    markRankingsStale()
  }

  /// A change that nobody asked for says what it is where nothing else is said.
  private mutating func replacePhotos(_ listed: [Photo], _ change: LibraryChange) {
    let next = (gallery.cursor..<min(photos.count, gallery.cursor + 1000)).map { photos[$0].path }
    let row = GalleryLayout(self).geometry.row(of: gallery.cursor) - gallery.top
    let follow = followMoves(change.moved)
    photos.replaceAll(with: listed.filter(\.isPicture))
    markSurveyStale()
    decisionWork.isStale = true
    let left = next.first { photos.index(of: follow($0)) != nil }
    if let index = left.flatMap({ photos.index(of: follow($0)) }) { gallery.cursor = index }
    gallery.top = max(0, GalleryLayout(self).geometry.row(of: gallery.cursor) - row)
    forgetGoneMarks()
    closedFolders = listed.filter { $0.kind == .folder }
    indexing = .running
    if !change.isEmpty, message?.isPassing ?? true { message = Message(text: change.sentence, isPassing: true) }
    removeScreensOfGonePhotos()
    markRankingsStale()
  }

  /// What was not read, in a sentence; nil where all was.
  var unread: String? {
    let files = UnreadFiles(folders: unreadFolders, pictures: photos.count(.unreadable))
    guard let key = key(for: .problems) else { return files.sentence(folder: folder, options: doctorOptions) }
    return files.counts.map { "\($0); \(key) says why" }
  }

  var unreadFolders: Int { closedFolders.count }

  /// A file whose size and time stayed is known to have changed once it was read.
  private mutating func noteChange(to photo: Photo) {
    guard let old = photos[photo.path], old.state == .indexed || old.state == .noFace, old != photo else { return }
    changes?.changed += 1
    if let changes { message = Message(text: changes.sentence) }
  }

  private mutating func removeScreensOfGonePhotos() {
    let count = screens.count
    var lost: [FilePath] = []
    screens = screens.compactMap { screen in
      switch screen {
      case .photo(let photo) where photos[photo.path] == nil:
        lost.append(photo.path)
        return nil
      case .matches(let matches):
        guard let left = stillQueried(matches) else {
          lost.append(matches.photo)
          return nil
        }
        return .matches(left)
      case .photo, .problems, .help, .compare, .bridge, .history: return screen
      }
    }
    removeComparisonsOfNothing()
    guard screens.count < count else { return }
    prompt = nil
    let names = lost.compactMap(\.lastComponent?.string)
    let what = names.first.map { "\($0) is gone or has changed, and was open here" } ?? "what was open here is gone"
    message = Message(text: message.map { "\($0.text); \(what)" } ?? what)
  }

  /// Without queries that are gone; nil where all are.
  private func stillQueried(_ matches: Matches) -> Matches? {
    var matches = matches
    let isLeft = matches.keepQueries { query in photos[query.photo]?.faces.contains { $0.id == query.face } == true }
    return isLeft ? matches : nil
  }

  private mutating func removeComparisonsOfNothing() {
    for index in screens.indices.reversed() {
      guard case .compare = screens[index] else { continue }
      if index == 0 {
        screens.remove(at: index)
      } else if case .matches = screens[index - 1] {
      } else {
        screens.remove(at: index)
      }
    }
  }

  /// The terminal has gained the user's attention: what nobody told of may have changed meanwhile.
  mutating func lookWhereUnwatched() -> [Effect] {
    guard !watchGap.isEmpty || !awayFolders.isEmpty, indexing == .finished else { return [] }
    indexing = .listing
    return [.rescan]
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
}
