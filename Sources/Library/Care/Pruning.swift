import Storage
import SystemPackage

/// Removes records of what is gone for long enough.
struct Pruning {
  let cache: EmbeddingCache
  /// What is gone since then or longer is removed; nil where nothing is for its age. Seconds since 1970.
  let limit: Int64?
  let now: Int64
  /// Whether nothing is changed.
  var isTrial = false

  /// Photos that are known to be deleted, and contents without a file. Cheap: only files that seem to be gone are looked
  /// for, once more.
  func expire() throws(CacheError) -> CacheRemoval {
    guard let limit else { return CacheRemoval() }
    try cache.settleTimes(at: now)
    let paths = try cache.missed(until: limit).filter { FileStatus.isMissing($0) }
    var removal = try cache.remove(paths, onlyGone: true)
    removal.add(try cache.removeContentsWithoutFile(until: limit, at: now))
    try cache.removeEmptyFolders()
    return removal
  }

  // MARK: - On request

  /// Looks for all photos of which there are records.
  /// - Returns: those that were deleted since anybody looked last.
  func look() throws(CacheError) -> [FilePath] {
    var judge = try AbsenceJudge(cache)
    var deleted: [FilePath] = []
    for path in try cache.present() + cache.unjudged() where try judge.isDeleted(path) { deleted.append(path) }
    if !isTrial { try cache.miss(deleted, since: now) }
    return deleted
  }

  /// - Parameter deleted: as `look` returned them.
  func trial(_ deleted: [FilePath]) throws(CacheError) -> (removal: CacheRemoval, contents: Set<ContentID>) {
    guard let limit else { return (CacheRemoval(), []) }
    let old = try cache.missed(until: limit).filter { FileStatus.isMissing($0) }
    var result = try cache.trial(old + (limit >= now ? deleted : []))
    result.removal.add(try cache.removeContentsWithoutFile(until: limit, at: now, isTrial: true))
    return result
  }

  /// Packs that no run has used since the limit.
  /// - Parameter kept: identities of packs that are at hand.
  func packs(except kept: Set<String>) throws(CacheError) -> [EmbeddingCache.PackUse] {
    guard let limit else { return [] }
    return try cache.packs().filter { !kept.contains($0.identity) && $0.used ?? now <= limit }
  }
}
