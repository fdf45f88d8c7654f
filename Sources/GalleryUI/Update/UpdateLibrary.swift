import Library
import TerminalUI

extension State {
  mutating func take(_ event: IndexEvent) {
    switch event {
    case .listed(let listed): replacePhotos(listed)
    case .updated(let photo):
      let path = photos.count > gallery.cursor ? photos[gallery.cursor].path : nil
      photos.update(photo)
      if let index = path.flatMap({ photos.index(of: $0) }) { gallery.cursor = index }
      if !photo.faces.isEmpty { markRankingsStale() }
    case .progress(let progress):
      self.progress = progress
      if indexing == .listing { indexing = .running }
    case .finished(let progress):
      self.progress = progress
      indexing = .finished
      markRankingsStale()
    case .failed(let error):
      indexing = .finished
      message = Message(text: "indexing stopped: \(error)", isError: true)
    }
  }

  private mutating func replacePhotos(_ listed: [Photo]) {
    let path = photos.count > gallery.cursor ? photos[gallery.cursor].path : nil
    photos.replaceAll(with: listed.filter(\.isPicture))
    gallery.cursor = path.flatMap { photos.index(of: $0) } ?? 0
    indexing = .running
    markRankingsStale()
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
      matches.take(ranked)
      screens[index] = .matches(matches)
    }
  }

  mutating func take(_ outcome: ExportOutcome, of request: ExportRequest) {
    switch outcome {
    case .written:
      let file = shortenedAtStart(request.file, to: size.columns - 32)
      message = Message(text: "\(counted(request.matches.count, "match", "matches")) written to \(file)")
    case .failed(let reason):
      message = Message(text: reason, isError: true)
    case .exists:
      var request = request
      request.overwrite = true
      let file = shortenedAtStart(request.file, to: max(5, size.columns - 56))
      prompt = Prompt(.overwrite(request), label: "\(file) is there already; replace it? (y/n)")
    }
  }
}
