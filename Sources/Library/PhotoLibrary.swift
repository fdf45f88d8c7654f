import Faces
import Storage
import Synchronization
import SystemPackage

/// The photos of one folder and the faces in them. Safe to use from any thread.
public final class PhotoLibrary: Sendable {
  /// Absolute and without links.
  public let folder: FilePath
  public let pack: ModelPack

  private let cache: EmbeddingCache
  private let exclusion: Exclusion
  private let makeAnalyser: AnalyserFactory
  private let contents: Mutex<LibraryContents>
  private let dataDirectory: FilePath?
  private let correctionNotice: String?
  /// What was learnt in this folder for this pack and is in use; nil where there is none or it is switched off.
  public let correction: Correction?

  /// Opens at once: reads the cache, not the photos.
  /// - Throws: `.folder` where there is no folder that may be read, `.cache` where the cache cannot be made or opened.
  public convenience init(
    folder: FilePath, pack: ModelPack, options: LibraryOptions = LibraryOptions()
  ) throws(LibraryError) {
    try self.init(folder: folder, pack: pack, options: options) { () throws(FaceError) in try FaceAnalyser(pack: pack) }
  }

  init(
    folder: FilePath, pack: ModelPack, options: LibraryOptions, makeAnalyser: @escaping AnalyserFactory
  ) throws(LibraryError) {
    self.folder = try Self.readableFolder(folder)
    self.pack = pack
    self.makeAnalyser = makeAnalyser
    exclusion = Exclusion(options.exclude)
    let file = try options.cacheFile()
    dataDirectory = try? options.dataFolder()
    let root = self.folder
    let store = dataDirectory.map { CorrectionFile(folder: root, dataDirectory: $0) }
    do {
      cache = try EmbeddingCache(file: file)
      let cached = try cache.load(under: self.folder, pack: pack.identity)
      let stored = options.usesCorrection ? store?.load(for: pack, dimensions: cached.dimensions) : nil
      correction = stored?.correction
      correctionNotice = stored?.notice
      contents = Mutex(
        LibraryContents(cached, in: self.folder, exclusion: exclusion, projection: correction?.projection))
    } catch { throw LibraryError(error) }
  }

  private static func readableFolder(_ folder: FilePath) throws(LibraryError) -> FilePath {
    do {
      let path = try folder.canonical()
      try FileDescriptor.open(path, .readOnly, options: [.directory, .closeOnExec]).close()
      return path
    } catch {
      throw .folder(folder.text, reason: "the folder cannot be read: \(error)")
    }
  }

  /// What the user should know: a damaged cache that was set aside, a correction that cannot be used.
  public var notice: String? {
    let sentences = [cache.notice, correctionNotice].compactMap(\.self)
    return sentences.isEmpty ? nil : sentences.joined(separator: "; ")
  }

  func correctionFile() throws(LibraryError) -> CorrectionFile {
    var options = LibraryOptions()
    options.dataDirectory = dataDirectory
    return CorrectionFile(folder: folder, dataDirectory: try options.dataFolder())
  }

  /// What the cache knows of the folder, with embeddings as the recogniser made them.
  func uncorrectedContents() throws(LibraryError) -> LibraryContents {
    do {
      return LibraryContents(try cache.load(under: folder, pack: pack.identity), in: folder, exclusion: exclusion)
    } catch { throw LibraryError(error) }
  }

  // MARK: - Photos

  /// What the cache knew of the folder when the library was opened, then what `index` found; in path order.
  public var photos: [Photo] { contents.withLock { $0.photos } }

  /// - Parameter path: relative to the folder.
  public func photo(at path: FilePath) -> Photo? { contents.withLock { $0.photo(at: path) } }

  /// - Parameter path: relative to the folder.
  public func absolute(_ path: FilePath) -> FilePath { folder.appending(path.components) }

  /// The path by which the library knows a file; nil where it lies outside the folder.
  /// - Parameter file: absolute, or relative to the working directory.
  public func path(of file: FilePath) -> FilePath? {
    guard let name = file.lastComponent else { return nil }
    let parent = file.removingLastComponent()
    let place = try? (parent.isEmpty ? FilePath(".") : parent).canonical()
    return place?.appending(name).relative(to: folder)
  }

  // MARK: - Faces

  public func face(_ id: FaceID) -> (photo: Photo, face: Face)? { contents.withLock { $0.face(id) } }

  /// Length 1; corrected, where a correction is in use.
  public func embedding(of id: FaceID) -> [Float]? { contents.withLock { $0.embedding(of: id) } }

  /// Every face but the query's own, best first; ties by path and number.
  public func rank(_ query: FaceID) -> [Match] {
    contents.withLock { contents in
      contents.embedding(of: query).map { contents.rank($0, except: query) } ?? []
    }
  }

  /// The same for a face that need not be in the library.
  /// - Parameter embedding: of length 1, from the same pack, not corrected.
  public func rank(embedding: [Float]) -> [Match] { contents.withLock { $0.rank($0.corrected(embedding)) } }

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

  /// Lists the folder without reading a photo: what the cache does not know is pending.
  /// - Throws: `.folder` where it cannot be listed, `.cache` where the cache does not work.
  public func list() throws(LibraryError) -> [Photo] { try refresh(isCancelled: { false }) }

  /// Lists the folder, analyses what is new or changed, and stores each result as it comes: an `.updated` photo is on
  /// disk. Ending the stream's task cancels it, after the photos that are being looked at; what was done stays.
  /// - Parameter workers: photos that are looked at side by side.
  public func index(workers: Int = 2) -> AsyncStream<IndexEvent> {
    AsyncStream { events in
      let run = IndexRun(library: self, events: events)
      events.onTermination = { _ in run.cancel() }
      run.start(workers: workers)
    }
  }

  func refresh(isCancelled: @escaping () -> Bool) throws(LibraryError) -> [Photo] {
    var scanner = FolderScanner(root: folder, exclusion: exclusion)
    scanner.isCancelled = isCancelled
    let files = try scanner.scan()
    guard !isCancelled() else { return photos }
    let (photos, gone) = contents.withLock { contents in
      let gone = contents.replace(with: files)
      return (contents.photos, gone)
    }
    do { try cache.forget(gone.map { absolute($0) }) } catch { throw LibraryError(error) }
    return photos
  }

  func makeExaminer() -> PhotoExaminer {
    PhotoExaminer(cache: cache, pack: pack.identity, makeAnalyser: makeAnalyser)
  }

  /// Brings one photo into its final state.
  /// - Returns: the photo, and whether the networks looked at it.
  func examine(_ job: Photo, with examiner: PhotoExaminer) throws(LibraryError) -> (Photo, isNew: Bool) {
    var photo = job
    var file = CachedFile(path: absolute(job.path), size: job.size, modified: job.modified)
    if let finding = try examiner.recall(file) { return (try update(photo, finding), false) }
    let bytes: FileBytes
    do {
      bytes = try FileReader.read(file.path)
    } catch {
      photo.state = .unreadable(error.reason)
      do { try cache.store(file, failure: error.reason) } catch { throw LibraryError(error) }
      return (try update(photo, faces: [], failed: true), false)
    }
    photo.size = Int64(bytes.bytes.count)
    photo.modified = bytes.modified
    file = CachedFile(path: file.path, size: photo.size, modified: photo.modified)
    let finding = try examiner.examine(bytes, as: file)
    return (try update(photo, finding), finding.isNew)
  }

  private func update(_ photo: Photo, _ finding: PhotoExaminer.Finding) throws(LibraryError) -> Photo {
    var photo = photo
    photo.state = finding.state
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
