import Faces
import PathText
import Storage
import Synchronization
import SystemPackage

/// The photos of one folder, or of several, and the faces in them. Safe to use from any thread.
public final class PhotoLibrary: Sendable {
  public let roots: LibraryRoots
  /// The first one; absolute and without links.
  public var folder: FilePath { roots.folder }
  public let pack: ModelPack

  let cache: EmbeddingCache
  /// nil where the cache is in memory.
  let thumbnails: ThumbnailStore?
  let exclusion: Exclusion
  let fileList: FileList?
  let makeAnalyser: AnalyserFactory
  /// Length of the pack's embeddings; nil where tests make them of any length.
  let dimensions: Int?
  let contents: Mutex<LibraryContents>
  let wasRead = Atomic(false)
  let queue = Mutex(IndexQueue())
  let leftOut = Mutex(LeftOut())
  /// nil until the folder is listed.
  let mounts = Mutex<Set<CachedMount>?>(nil)
  let awayFolders = Mutex<[AwayFolder]>([])
  let mountTable: @Sendable () -> MountTable
  let dataDirectory: FilePath?
  let compared = ComparedPictures()
  let faceLimits: FaceLimits
  /// Days; nil is for ever.
  let keepDeleted: Int?
  private let correctionNotice: String?
  private let told = Mutex<String?>(nil)
  /// What was learnt in this folder for this pack and is in use; nil where there is none or it is switched off.
  public let correction: Correction?

  /// Opens at once: reads the cache, unless the options leave that to `read`, not the photos, and the pack's networks
  /// only when they are used; then their checksums are compared.
  /// - Throws: `.folder` where there is no folder that may be read, `.cache` where the options require a cache that
  ///   can be written and there is none.
  public convenience init(
    folder: FilePath, pack: ModelPack, options: LibraryOptions = LibraryOptions()
  ) throws(LibraryError) {
    let networks = SharedNetworks()
    let pack = VerifiedPack(pack)
    try self.init(
      folder: folder, pack: pack.pack, options: options, dimensions: pack.pack.dimensions
    ) { () throws(FaceError) in
      try FaceAnalyser(pack: pack.verified(), networks: networks, makesThumbnails: true)
    }
  }

  init(
    folder: FilePath, pack: ModelPack, options: LibraryOptions, dimensions: Int? = nil,
    mountTable: @escaping @Sendable () -> MountTable = { .current }, makeAnalyser: @escaping AnalyserFactory
  ) throws(LibraryError) {
    if let list = options.list {
      roots = LibraryRoots(list.folder)
    } else {
      roots = try LibraryRoots([folder] + options.otherFolders)
    }
    self.pack = pack
    self.makeAnalyser = makeAnalyser
    self.mountTable = mountTable
    faceLimits = options.faceLimits
    keepDeleted = options.keepDeleted
    self.dimensions = dimensions
    fileList = options.list
    exclusion = Exclusion(options.exclude, usesDefaults: options.usesDefaultExcludes, list: options.list)
    (cache, thumbnails) = try options.openStores()
    dataDirectory = try? options.dataFolder()
    let (folder, isSingle) = (roots.folder, roots.isSingle)
    let store = isSingle ? dataDirectory.map { CorrectionFile(folder: folder, dataDirectory: $0) } : nil
    let stored = options.usesCorrection ? store?.load(for: pack, dimensions: dimensions ?? 0) : nil
    correction = stored?.correction
    correctionNotice = stored?.notice
    contents = Mutex(LibraryContents([], in: roots, exclusion: exclusion, projection: correction?.projection))
    if options.readsAtOnce || roots.all.contains(where: { $0.failure != nil }) { try read() }
  }

  /// What the user should know: a damaged cache that was set aside, one that cannot be written, a correction that
  /// cannot be used, listed files that are not there or are no pictures. It may change while a run is under way.
  public var notice: String? {
    let sentences = [cache.notice, correctionNotice, fileList?.notice, noticeOfOtherFiles].compactMap(\.self)
    return sentences.isEmpty ? nil : StandIn.resolved(sentences.joined(separator: "; "))
  }

  /// A folder has files of any kind in it, but who lists one by name expects it to be shown.
  private var noticeOfOtherFiles: String? {
    guard fileList != nil else { return nil }
    let others = contents.withLock { $0.photos.filter { $0.kind == .other }.map(\.path) }
    guard let first = others.first.map({ absolute($0).text }) else { return nil }
    let what = others.count == 1 ? "is no picture (\(first))" : "are no pictures (\(first) …)"
    return "\(plural(others.count, "file", "files")) of the list \(what)"
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

  /// Tells what changes in the folder from the next listing on.
  public func watch() -> FolderWatch {
    FolderWatch(roots, isOther: { [weak self] in self?.hasOtherMounts($0, $1) ?? false })
  }

  // MARK: - Photos

  /// What the cache knew of the folder when it was read, then what `index` found; in path order.
  public var photos: [Photo] { contents.withLock { $0.photos } }

  /// What the latest listing met and left out by itself.
  public var leftOutByDefault: LeftOut { leftOut.withLock { $0 } }

  /// - Parameter path: relative to the folder.
  public func photo(at path: FilePath) -> Photo? { contents.withLock { $0.photo(at: path) } }

  /// - Parameter path: relative to the folder.
  public func absolute(_ path: FilePath) -> FilePath { roots.absolute(path) }

  /// - Parameters:
  ///   - path: relative to the folder.
  ///   - folder: as the user named it.
  /// - Returns: the path below that; of a list its own name.
  public func name(of path: FilePath, below folder: FilePath) -> FilePath {
    fileList.map { $0.name(of: path) ?? absolute(path) }
      ?? (roots.isSingle ? folder.appending(path.components) : roots.name(of: path))
  }

  /// The path by which the library knows a file; nil where it lies outside the folder.
  /// - Parameter file: absolute, or relative to the working directory.
  public func path(of file: FilePath) -> FilePath? {
    guard let name = file.lastComponent else { return nil }
    let parent = file.removingLastComponent()
    let place = try? (parent.isEmpty ? FilePath(".") : parent).canonical()
    return (place?.appending(name)).flatMap { roots.path(of: $0) }
  }

  /// The photo of the library that a file is: by its path, through links, as another name of the same file, or as a
  /// copy of it.
  /// - Parameter file: absolute, or relative to the working directory.
  public func photo(for file: FilePath) -> Photo? {
    if let photo = path(of: file).flatMap({ photo(at: $0) }) { return photo }
    if let photo = (try? file.canonical()).flatMap({ roots.path(of: $0) }).flatMap({ photo(at: $0) }) { return photo }
    return SameFile(file).flatMap { same in photos.first { same.matches($0, at: absolute($0.path)) } }
  }
}
