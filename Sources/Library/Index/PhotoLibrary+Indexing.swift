import Faces
import Storage
import SystemPackage

extension PhotoLibrary {
  /// Lists the folder without reading a photo: what the cache does not know, or an index run would look at for its time
  /// of change or its inode, is pending. Only into files whose names do not say what they are it looks, once.
  /// - Throws: `.folder` where it cannot be listed, `.cache` where the cache does not work.
  public func list() throws(LibraryError) -> [Photo] {
    _ = try refresh(IndexScope(), isCancelled: { false })
    return contents.withLock { contents in
      contents.setDoubtfulAside()
      return contents.photos
    }
  }

  /// Lists the folder, analyses what is new or changed, and stores each result as it comes: an `.updated` photo is on
  /// disk. Ending the stream's task cancels it, after the photos that are being looked at; what was done stays. May be
  /// called again at any time, to see what has changed in the folder; end the run before first.
  /// - Parameters:
  ///   - workers: photos that are looked at side by side.
  ///   - watch: of this library; the run then goes on with what changes, until the watch is closed.
  public func index(
    workers: Int = 2, scope: IndexScope = IndexScope(), following watch: FolderWatch? = nil
  ) -> AsyncStream<IndexEvent> {
    AsyncStream { events in
      let run = IndexRun(library: self, scope: scope, watch: watch, events: events)
      events.onTermination = { _ in run.cancel() }
      run.start(workers: workers)
    }
  }

  /// Asks that these photos be looked at next, in this order: the one that is open, then those that are visible. The
  /// latest call counts, for the run that is under way and for those that follow; photos that are known already and
  /// paths that are none of the library's do no harm. Cheap, and safe to call at every move.
  /// - Parameter paths: relative to the folder.
  public func prioritise(_ paths: [FilePath]) { queue.withLock { $0 }.prioritise(paths) }

  /// Photos that the run under way has not begun with are left as they are; what comes to a watched folder later is
  /// looked at all the same.
  public func stopLooking() { queue.withLock { $0 }.stop() }

  func beginQueue() -> IndexQueue {
    queue.withLock { queue in
      queue = IndexQueue(wishes: queue.wishes)
      return queue
    }
  }

  struct Refreshed {
    var photos: [Photo]
    /// Photos to look at, in path order.
    var jobs: [Photo] = []
    var change = LibraryChange()
  }

  /// Lists what may have changed.
  /// - Parameters:
  ///   - change: nil, or whole, for all of the folder.
  ///   - watch: takes the folders that are listed; files that somebody still writes to are left to it.
  func refresh(
    _ scope: IndexScope, _ change: FolderChange? = nil, watch: FolderWatch? = nil, isCancelled: @escaping () -> Bool
  ) throws(LibraryError) -> Refreshed {
    if let change, !change.isWhole, fileList == nil,
      let refreshed = try refresh(change, scope, watch, isCancelled: isCancelled)
    {
      return refreshed
    }
    try bringCacheBack()
    var scanner = scanner(watch, isCancelled)
    scanner.isRootKnown = scanner.isRootKnown || change != nil
    watch?.beginListing()
    var files: [ListedFile]
    if let fileList {
      files = fileList.listing(exclusion, isCancelled: isCancelled)
    } else {
      files = try scanner.scan()
    }
    leaveUnfinished(&files, to: watch)
    try judgeUnfamiliar(&files, scope, isCancelled: isCancelled)
    guard !isCancelled() else { return Refreshed(photos: photos) }
    leftOut.withLock { $0 = scanner.leftOut }
    try keepAway(in: &files, scanner)
    return try replace(with: files, scope) { _ in true }
  }

  private func scanner(_ watch: FolderWatch?, _ isCancelled: @escaping () -> Bool) -> FolderScanner {
    var scanner = FolderScanner(roots, exclusion: exclusion)
    scanner.isCancelled = isCancelled
    if let watch { scanner.willList = { watch.watch($0, descriptor: $1, device: $2) } }
    return scanner
  }

  /// - Returns: nil where only a listing of all can tell.
  private func refresh(
    _ change: FolderChange, _ scope: IndexScope, _ watch: FolderWatch?, isCancelled: @escaping () -> Bool
  ) throws(LibraryError) -> Refreshed? {
    let places = FolderChange(paths: Set(change.paths.map(FolderScanner.place))).outermost
    guard !places.contains(where: roots.isRoot) else { return nil }
    var scanner = scanner(watch, isCancelled)
    guard var files = scanner.scan(at: places) else { return nil }
    leaveUnfinished(&files, to: watch, told: change.paths)
    try judgeUnfamiliar(&files, scope, isCancelled: isCancelled)
    guard !isCancelled() else { return Refreshed(photos: photos) }
    let touched = Set(files.map(\.path))
    let others = contents.withLock { $0.listing(outside: places) }
    var all = (others.filter { !touched.contains($0.path) } + files).sorted { FilePath.precedes($0.path, $1.path) }
    try keepAway(in: &all, scanner)
    return try replace(with: all, scope, isTouched: touched.contains)
  }

  private func replace(
    with files: [ListedFile], _ scope: IndexScope, isTouched: (FilePath) -> Bool
  ) throws(LibraryError) -> Refreshed {
    let refreshed = contents.withLock { contents in
      let change = contents.replace(with: files)
      return Refreshed(
        photos: contents.photos, jobs: contents.jobs(scope, among: files, isTouched: isTouched), change: change)
    }
    do { try cache.forget(refreshed.change.gone.map { absolute($0) }) } catch { throw LibraryError(error) }
    return refreshed
  }

  /// New files that somebody may still write to are told of when they are done.
  /// - Parameter told: paths of which the watch knows better.
  private func leaveUnfinished(_ files: inout [ListedFile], to watch: FolderWatch?, told: Set<FilePath> = []) {
    guard let watch else { return }
    let unfinished = files.indices.filter { index in
      let file = files[index]
      guard file.kind != .folder, !told.contains(file.path), photo(at: file.path) == nil else { return false }
      if watch.isBeingWritten(file.path) { return true }
      guard FolderWatch.isFresh(file) else { return false }
      watch.await(file)
      return true
    }
    let left = Set(unfinished)
    files = files.indices.filter { !left.contains($0) }.map { files[$0] }
  }

  /// Looks into files whose names say nothing, and keeps what it finds, so that it is done once for each.
  private func judgeUnfamiliar(
    _ files: inout [ListedFile], _ scope: IndexScope, isCancelled: () -> Bool
  ) throws(LibraryError) {
    var judged: [String: [CachedFile]] = [:]
    for index in contents.withLock({ $0.unfamiliar(among: files) }) where !isCancelled() {
      let path = absolute(files[index].path)
      files[index].judgeByFirstBytes(at: path)
      guard case .unsupported(let reason) = files[index].state else { continue }
      judged[reason, default: []].append(CachedFile(Photo(files[index]), at: path))
    }
    do {
      for (reason, files) in judged {
        let content = CachedContent(state: .unsupported(reason), decoder: decoderVersion)
        try cache.store(files, hash: FileBytes.hash(ofReason: reason), content: content)
      }
    } catch { throw LibraryError(error) }
  }

  /// For the end of a run.
  /// - Throws: `.cache` where what is known is not in the cache; it is looked at anew by the next run.
  func settle() throws(LibraryError) {
    cache.returnToFile()
    takeCare()
    do {
      try cache.settle()
    } catch {
      contents.withLock { $0.distrust() }
      throw LibraryError(error)
    }
    thumbnails?.tidy { try? cache.contentIDs() }
  }

  /// Whether what is known is not in the cache any more, since its file was removed.
  var hasLostCache: Bool { cache.isLost }

  /// After a loss all is looked at anew; after a full disk what is in memory is written.
  private func bringCacheBack() throws(LibraryError) {
    do {
      if try cache.renew() { contents.withLock { $0.distrust() } }
    } catch { throw LibraryError(error) }
    keepWhatIsInMemory()
  }

  /// Where memory took the place of a cache that could not be written, tries again.
  public func keepWhatIsInMemory() {
    cache.returnToFile()
    thumbnails?.retry()
  }

  func makeExaminer() -> PhotoExaminer {
    PhotoExaminer(
      cache: cache, thumbnails: thumbnails, pack: pack.identity, dimensions: dimensions, makeAnalyser: makeAnalyser)
  }

  /// Brings one photo into its final state.
  /// - Parameter anew: whether the networks look also where the content is known.
  /// - Returns: the photo, and whether the networks looked at it.
  func examine(
    _ job: Photo, with examiner: PhotoExaminer, anew: Bool = false
  ) throws(LibraryError) -> (Photo, isNew: Bool) {
    var photo = job
    let file = CachedFile(job, at: absolute(job.path))
    if !anew, let finding = try examiner.recall(file) { return (try update(photo, finding), false) }
    let bytes: FileBytes
    do {
      bytes = try FileReader.read(file.path)
    } catch {
      photo.state = .unreadable(error.reason)
      photo.content = nil
      do { try cache.store(file, failure: error.reason) } catch { throw LibraryError(error) }
      return (try update(photo, faces: [], failed: true), false)
    }
    photo.size = Int64(bytes.bytes.count)
    photo.modified = bytes.modified
    photo.changed = bytes.changed
    photo.inode = bytes.inode
    let finding = try examiner.examine(bytes, as: CachedFile(photo, at: file.path), anew: anew)
    return (try update(photo, finding), finding.isNew)
  }

  private func update(_ photo: Photo, _ finding: PhotoExaminer.Finding) throws(LibraryError) -> Photo {
    var photo = photo
    photo.state = finding.state
    photo.content = finding.id
    photo.width = finding.content.width
    photo.height = finding.content.height
    photo.orientation = finding.content.orientation
    photo.captured = finding.content.captured
    photo.warning = finding.content.warning
    return try update(photo, faces: finding.analysis?.faces ?? [], failed: false)
  }

  private func update(_ photo: Photo, faces: [DetectedFace], failed: Bool) throws(LibraryError) -> Photo {
    guard let photo = contents.withLock({ $0.update(photo, faces: faces, failed: failed) }) else {
      throw unequalLength(photo)
    }
    return photo
  }

  func unequalLength(_ photo: Photo) -> LibraryError {
    .network("\(photo.path): the recogniser of the pack \(pack.name) gave embeddings of unequal length")
  }
}
