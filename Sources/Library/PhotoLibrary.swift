import Faces
import PathText
import Storage
import Synchronization
import SystemPackage

/// The photos of one folder and the faces in them. Safe to use from any thread.
public final class PhotoLibrary: Sendable {
  /// Absolute and without links.
  public let folder: FilePath
  public let pack: ModelPack

  private let cache: EmbeddingCache
  /// nil where the cache is in memory.
  let thumbnails: ThumbnailStore?
  private let exclusion: Exclusion
  private let fileList: FileList?
  private let makeAnalyser: AnalyserFactory
  /// Length of the pack's embeddings; nil where tests make them of any length.
  private let dimensions: Int?
  private let contents: Mutex<LibraryContents>
  private let queue = Mutex(IndexQueue())
  private let leftOut = Mutex(LeftOut())
  private let dataDirectory: FilePath?
  private let faceLimits: FaceLimits
  private let correctionNotice: String?
  private let told = Mutex<String?>(nil)
  /// What was learnt in this folder for this pack and is in use; nil where there is none or it is switched off.
  public let correction: Correction?

  /// Opens at once: reads the cache, not the photos.
  /// - Throws: `.folder` where there is no folder that may be read, `.cache` where the options require a cache that
  ///   can be written and there is none.
  public convenience init(
    folder: FilePath, pack: ModelPack, options: LibraryOptions = LibraryOptions()
  ) throws(LibraryError) {
    let networks = SharedNetworks()
    try self.init(folder: folder, pack: pack, options: options, dimensions: pack.dimensions) { () throws(FaceError) in
      try FaceAnalyser(pack: pack, networks: networks, makesThumbnails: true)
    }
  }

  init(
    folder: FilePath, pack: ModelPack, options: LibraryOptions, dimensions: Int? = nil,
    makeAnalyser: @escaping AnalyserFactory
  ) throws(LibraryError) {
    if let list = options.list { self.folder = list.folder } else { self.folder = try Self.readableFolder(folder) }
    self.pack = pack
    self.makeAnalyser = makeAnalyser
    faceLimits = options.faceLimits
    self.dimensions = dimensions
    fileList = options.list
    exclusion = Exclusion(options.exclude, usesDefaults: options.usesDefaultExcludes, list: options.list)
    (cache, thumbnails) = try options.openStores()
    dataDirectory = try? options.dataFolder()
    let root = self.folder
    let store = dataDirectory.map { CorrectionFile(folder: root, dataDirectory: $0) }
    do {
      let cached = try cache.load(under: self.folder, pack: pack.identity, dimensions: dimensions)
      let stored = options.usesCorrection ? store?.load(for: pack, dimensions: cached.dimensions) : nil
      correction = stored?.correction
      correctionNotice = stored?.notice
      contents = Mutex(
        LibraryContents(cached, in: self.folder, exclusion: exclusion, projection: correction?.projection))
    } catch { throw LibraryError(error) }
  }

  private static func readableFolder(_ folder: FilePath) throws(LibraryError) -> FilePath {
    do throws(Errno) {
      return try folder.canonicalFolder()
    } catch .notDirectory where folder.isFile {
      throw .folder(folder.text, reason: folder.adviceForFile)
    } catch {
      throw .folder(folder.text, reason: "the folder cannot be read: \(error)")
    }
  }

  /// What the user should know: a damaged cache that was set aside, one that cannot be written, a correction that
  /// cannot be used, listed files that are not there. It may change while a run is under way.
  public var notice: String? {
    let sentences = [cache.notice, correctionNotice, fileList?.notice].compactMap(\.self)
    return sentences.isEmpty ? nil : StandIn.resolved(sentences.joined(separator: "; "))
  }

  /// The notice, where it is another than at the last call.
  public func newNotice() -> String? {
    let notice = notice
    return told.withLock { told in
      guard notice != told else { return nil }
      told = notice
      return notice
    }
  }

  func correctionFile() throws(LibraryError) -> CorrectionFile {
    var options = LibraryOptions()
    options.dataDirectory = dataDirectory
    return CorrectionFile(folder: folder, dataDirectory: try options.dataFolder())
  }

  /// What the cache knows of the folder, with embeddings as the recogniser made them.
  func uncorrectedContents() throws(LibraryError) -> LibraryContents {
    do {
      let cached = try cache.load(under: folder, pack: pack.identity, dimensions: dimensions)
      return LibraryContents(cached, in: folder, exclusion: exclusion)
    } catch { throw LibraryError(error) }
  }

  // MARK: - Photos

  /// What the cache knew of the folder when the library was opened, then what `index` found; in path order.
  public var photos: [Photo] { contents.withLock { $0.photos } }

  /// What the latest listing met and left out by itself.
  public var leftOutByDefault: LeftOut { leftOut.withLock { $0 } }

  /// - Parameter path: relative to the folder.
  public func photo(at path: FilePath) -> Photo? { contents.withLock { $0.photo(at: path) } }

  /// - Parameter path: relative to the folder.
  public func absolute(_ path: FilePath) -> FilePath { folder.appending(path.components) }

  /// - Parameters:
  ///   - path: relative to the folder.
  ///   - folder: as the user named it.
  /// - Returns: the path below that; of a list its own name.
  public func name(of path: FilePath, below folder: FilePath) -> FilePath {
    fileList.map { $0.name(of: path) ?? absolute(path) } ?? folder.appending(path.components)
  }

  /// The path by which the library knows a file; nil where it lies outside the folder.
  /// - Parameter file: absolute, or relative to the working directory.
  public func path(of file: FilePath) -> FilePath? {
    guard let name = file.lastComponent else { return nil }
    let parent = file.removingLastComponent()
    let place = try? (parent.isEmpty ? FilePath(".") : parent).canonical()
    return place?.appending(name).relative(to: folder)
  }

  /// The photo of the library that a file is: by its path, through links, as another name of the same file, or as a
  /// copy of it.
  /// - Parameter file: absolute, or relative to the working directory.
  public func photo(for file: FilePath) -> Photo? {
    if let photo = path(of: file).flatMap({ photo(at: $0) }) { return photo }
    if let photo = (try? file.canonical())?.relative(to: folder).flatMap({ photo(at: $0) }) { return photo }
    return SameFile(file).flatMap { same in photos.first { same.matches($0, at: absolute($0.path)) } }
  }

  // MARK: - Faces

  public func face(_ id: FaceID) -> (photo: Photo, face: Face)? { contents.withLock { $0.face(id) } }

  /// Length 1; corrected, where a correction is in use.
  public func embedding(of id: FaceID) -> [Float]? { contents.withLock { $0.embedding(of: id) } }

  /// The query, every other face with the best first (ties by path and number), and last those of its own photo that
  /// are somebody else. Empty where the face is gone.
  public func rank(_ query: FaceID) -> [Match] {
    rank(FaceQuery([query]))
  }

  /// The same for several faces of one person: they come first, and faces of any of their photos last. Those that are
  /// gone are passed over.
  public func rank(_ query: FaceQuery) -> [Match] {
    rank(query.faces.map { .face($0) }, by: query.combination)
  }

  /// The same for faces of which some need not be in the library.
  public func rank(_ queries: [QueryFace], by combination: ScoreCombination = .best) -> [Match] {
    contents.withLock { contents in
      var seen: Set<FaceID> = []
      let known = queries.compactMap { query -> Query? in
        switch query {
        case .face(let id): seen.insert(id).inserted ? contents.query(id) : nil
        case .embedding(let embedding, let quality):
          Query(embedding: contents.corrected(embedding), quality: quality)
        }
      }
      return known.isEmpty ? [] : contents.rank(known, by: combination, limits: faceLimits)
    }
  }

  /// The same for a face that need not be in the library.
  /// - Parameters:
  ///   - embedding: of length 1, from the same pack, not corrected.
  ///   - quality: of that face.
  public func rank(embedding: [Float], quality: FaceQuality = .unknown) -> [Match] {
    rank([.embedding(embedding, quality)])
  }

  /// The faces of any photo, inside the folder or not; the cache answers where it knows the content.
  /// - Throws: `.file` where the file gives no picture, `.network`, `.pack` and `.cache` where those do not work.
  public func analyse(file: FilePath) throws(LibraryError) -> PhotoAnalysis {
    let bytes: FileBytes
    do {
      bytes = try FileReader.read(file)
    } catch {
      throw .file(file.text, reason: error.reason)
    }
    let finding = try makeExaminer().examine(bytes, as: nil)
    guard let analysis = finding.analysis else {
      throw .file(file.text, reason: finding.state.reason ?? "it cannot be read")
    }
    return analysis
  }

  // MARK: - Indexing

  /// Lists the folder without reading a photo: what the cache does not know, or an index run would look at for its time
  /// of change or its inode, is pending. Only into files whose names do
  /// not say what they are it looks, once.
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
  /// - Parameter workers: photos that are looked at side by side.
  public func index(workers: Int = 2, scope: IndexScope = IndexScope()) -> AsyncStream<IndexEvent> {
    AsyncStream { events in
      let run = IndexRun(library: self, scope: scope, events: events)
      events.onTermination = { _ in run.cancel() }
      run.start(workers: workers)
    }
  }

  /// Asks that these photos be looked at next, in this order: the one that is open, then those that are visible. The
  /// latest call counts, for the run that is under way and for those that follow; photos that are known already and
  /// paths that are none of the library's do no harm. Cheap, and safe to call at every move.
  /// - Parameter paths: relative to the folder.
  public func prioritise(_ paths: [FilePath]) { queue.withLock { $0 }.prioritise(paths) }

  func beginQueue() -> IndexQueue {
    queue.withLock { queue in
      queue = IndexQueue(wishes: queue.wishes)
      return queue
    }
  }

  func refresh(
    _ scope: IndexScope, isCancelled: @escaping () -> Bool
  ) throws(LibraryError) -> (photos: [Photo], jobs: [Photo]) {
    var scanner = FolderScanner(root: folder, exclusion: exclusion)
    scanner.isCancelled = isCancelled
    var files: [ListedFile]
    if let fileList {
      files = fileList.listing(exclusion, isCancelled: isCancelled)
    } else {
      files = try scanner.scan()
    }
    try judgeUnfamiliar(&files, scope, isCancelled: isCancelled)
    guard !isCancelled() else { return (photos, []) }
    leftOut.withLock { $0 = scanner.leftOut }
    let (photos, jobs, gone) = contents.withLock { contents in
      let gone = contents.replace(with: files)
      return (contents.photos, contents.jobs(scope, among: files), gone)
    }
    do { try cache.forget(gone.map { absolute($0) }) } catch { throw LibraryError(error) }
    return (photos, jobs)
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
    do {
      try cache.settle()
    } catch {
      contents.withLock { $0.distrust() }
      throw LibraryError(error)
    }
    thumbnails?.tidy { try? cache.contentIDs() }
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
      throw .network("\(photo.path): the recogniser of the pack \(pack.name) gave embeddings of unequal length")
    }
    return photo
  }
}
