import PathText
import Storage
import SystemPackage

/// The cache as a whole, whatever folders it knows: what the commands for it do. Not to be used beside a library that is
/// open in the same process.
public struct CacheCare: Sendable {
  let files: CacheFiles
  let options: LibraryOptions

  /// - Throws: `.cache` where nothing says where it lies, or its folder may not be looked into.
  public init(_ options: LibraryOptions = LibraryOptions()) throws(LibraryError) {
    self.options = options
    guard let folder = options.cacheDirectory ?? LibraryOptions.standardCacheDirectory else {
      throw .cache("~/.cache/facetui", reason: "neither XDG_CACHE_HOME nor HOME says where it lies")
    }
    // SQLite takes only names that are text.
    let name = try? StandIn.isNeedless(for: folder) ? folder.string : StandIn.name(of: folder)
    files = CacheFiles(folder: name.map { FilePath($0) } ?? folder)
    do { try files.checkAccess() } catch { throw LibraryError(error) }
  }

  /// Of the database, for messages.
  public var name: String { StandIn.resolved(files.database.string) }
  /// Whether there is a database.
  public var exists: Bool { files.exist }
  /// What lies there.
  public var entries: [CacheFiles.Entry] { files.list() }
  public var bytes: Int64 { entries.reduce(0) { $0 + $1.bytes } }

  func open() throws(LibraryError) -> (cache: EmbeddingCache, thumbnails: ThumbnailStore) {
    do { return (try EmbeddingCache(file: files.database), ThumbnailStore(file: files.thumbnails)) } catch {
      throw LibraryError(error)
    }
  }

  func openReading() throws(LibraryError) -> (cache: EmbeddingCache, thumbnails: ThumbnailStore) {
    do {
      return (try EmbeddingCache(reading: files.database), ThumbnailStore(file: files.thumbnails, isReadOnly: true))
    } catch { throw LibraryError(error) }
  }

  // MARK: - Removing

  public struct Outcome: Sendable, Equatable {
    public var removal = CacheRemoval()
    /// That the files are smaller by.
    public var bytes: Int64 = 0
    /// Photos that are not there and may be on a drive that is away, by folder.
    public var away: [FilePath: CacheUse.Gone] = [:]
    /// Whether what was removed has left the files; not where another process reads them at that time.
    public var isGone = true
  }

  /// - Parameters:
  ///   - days: what is gone for so long is removed; 0 is at once, nil nothing for its age.
  ///   - packs: identities of packs that are at hand, and stay.
  ///   - isTrial: whether nothing is changed.
  public func prune(days: Int?, keeping packs: Set<String>, isTrial: Bool = false) throws(LibraryError) -> Outcome {
    try prune(days: days, keeping: packs, isTrial: isTrial, at: secondsNow())
  }

  func prune(
    days: Int?, keeping kept: Set<String>, isTrial: Bool = false, at now: Int64
  ) throws(LibraryError) -> Outcome {
    let (cache, thumbnails) = try open()
    var outcome = Outcome()
    let before = bytes
    do {
      let limit = days.map { now - Int64($0) * PhotoLibrary.day }
      let pruning = Pruning(cache: cache, limit: limit, now: now, isTrial: isTrial)
      if !isTrial { try cache.settleTimes(at: now) }
      let deleted = try pruning.look()
      let packs = try pruning.packs(except: kept)
      var present = try cache.contentIDs()
      if isTrial {
        let trial = try pruning.trial(deleted)
        outcome.removal = trial.removal
        // Of those that are found gone now thumbnails go at once.
        present.subtract(try trial.contents.union(cache.trial(deleted).contents))
        for pack in packs {
          outcome.removal.faces += try cache.faces(of: pack.identity)
          outcome.removal.packs.append(pack.name ?? pack.identity)
        }
        outcome.removal.thumbnails = thumbnails.strangers(beside: present)
      } else {
        outcome.removal = try pruning.expire()
        for pack in packs {
          var removal = try cache.remove(pack: pack.identity)
          removal.packs = [pack.name ?? pack.identity]
          outcome.removal.add(removal)
        }
        try finish(&outcome, cache, thumbnails)
      }
      outcome.away = try cache.use().away
    } catch { throw LibraryError(error) }
    outcome.bytes = max(0, before - bytes)
    return outcome
  }

  /// Removes all records of a folder, or of one photo, whether it is there or not. Contents that files elsewhere have
  /// stay, and those that no file has go as well.
  public func forget(_ folder: FilePath) throws(LibraryError) -> Outcome {
    let (cache, thumbnails) = try open()
    var outcome = Outcome()
    let before = bytes
    do {
      outcome.removal = try cache.remove(under: Self.place(folder))
      outcome.removal.add(try cache.removeContentsWithoutFile(until: secondsNow(), at: secondsNow()))
      try cache.removeEmptyFolders()
      try finish(&outcome, cache, thumbnails)
    } catch { throw LibraryError(error) }
    outcome.bytes = max(0, before - bytes)
    return outcome
  }

  /// How many photos there are records of at and below a folder.
  public func count(in folder: FilePath) throws(LibraryError) -> Int {
    let cache = try open().cache
    do { return try cache.paths(under: Self.place(folder)).count } catch { throw LibraryError(error) }
  }

  /// As the cache knows it: without links as far as there is something.
  static func place(_ path: FilePath) -> FilePath {
    if let folder = try? path.canonicalFolder() { return folder }
    guard let name = path.lastComponent else { return path.absolute ?? path }
    let parent = path.removingLastComponent()
    let place = (try? (parent.isEmpty ? FilePath(".") : parent).canonical()) ?? parent.absolute ?? parent
    return place.appending(name)
  }

  private func finish(
    _ outcome: inout Outcome, _ cache: EmbeddingCache, _ thumbnails: ThumbnailStore
  ) throws(CacheError) {
    let removed = try thumbnails.removeStrangers(beside: cache.contentIDs())
    outcome.removal.thumbnails = removed ?? 0
    outcome.isGone = removed != nil
    let hasRests = try cache.hasRests()
    guard !outcome.removal.isEmpty || hasRests else { return }
    if try !cache.compact() { outcome.isGone = false }
  }

  /// Removes the cache's files, its thumbnails and what was set aside because it was damaged.
  /// - Returns: what was removed, and whether another process had a file open: it goes on with what it has read, begins
  ///   new files when it stores something, and keeps the bytes on the disk until it ends. Else they were overwritten.
  public func clear() throws(LibraryError) -> (removed: [CacheFiles.Entry], isInUse: Bool) {
    do { return try files.remove() } catch { throw LibraryError(error) }
  }
}

public typealias CacheEntry = CacheFiles.Entry
public typealias CacheRemoval = Storage.CacheRemoval
