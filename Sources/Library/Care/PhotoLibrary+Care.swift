import Foundation
import Storage
import SystemPackage

/// Seconds since 1970.
func secondsNow() -> Int64 { Int64(Date().timeIntervalSince1970) }

/// What is done for the cache at the end of a run, on its thread.
extension PhotoLibrary {
  /// So often times at which folders were seen are written.
  private static let hour: Int64 = 3600
  static let day: Int64 = 86400

  /// Keeps which photos are missed and where the others were seen, and once a day removes what was deleted long ago.
  /// Where that does not work the next run does it.
  func takeCare(at now: Int64 = secondsNow()) {
    guard cache.isInFile else { return }
    do {
      notePack(at: now)
      try noteAbsence(at: now)
      try pruneWhereDue(at: now)
    } catch {}
  }

  /// So that its name is known also of a run that does not come to its end.
  func notePack(at now: Int64 = secondsNow()) {
    if cache.isInFile { try? cache.note(pack: pack.identity, name: pack.name, at: now) }
  }

  private func noteAbsence(at now: Int64) throws(CacheError) {
    var judge = try AbsenceJudge(cache)
    let unjudged = try cache.unjudged(under: folder)
    var missed: [FilePath] = []
    var away: Set<FilePath> = []
    for path in unjudged {
      if try judge.isDeleted(path) { missed.append(path) } else { away.insert(path.removingLastComponent()) }
    }
    try cache.miss(missed, since: now)
    var seen = try seenFolders(&judge, away: away, at: now)
    if fileList == nil { markRoot(&seen, at: now) }
    try cache.save(seen.filter { judge.seen($0.path)?.isSettled($0, within: Self.hour) != true })
  }

  /// Folders in which photos are, and those above on the same file system: by them it is known later that a folder was
  /// removed, and not a drive taken away.
  private func seenFolders(
    _ judge: inout AbsenceJudge, away: Set<FilePath>, at now: Int64
  ) throws(CacheError) -> [SeenFolder] {
    var seen: [FilePath: SeenFolder] = [:]
    for (folder, photos) in photosByFolder() {
      guard let device = FileStatus.device(ofFolder: folder), photos.contains(where: { isThere($0) }) else { continue }
      // Who waits for photos of another file system still knows it by them.
      if let known = judge.seen(folder), known.device != device, away.contains(folder),
        try !judge.isRenumbered(known.device, device)
      {
        continue
      }
      var path = folder
      repeat {
        seen[path] = SeenFolder(path: path, device: device, seen: now)
      } while path.removeLastComponent() && seen[path] == nil && FileStatus.device(ofFolder: path) == device
    }
    return Array(seen.values)
  }

  private func markRoot(_ seen: inout [SeenFolder], at now: Int64) {
    if let index = seen.firstIndex(where: { $0.path == folder }) {
      seen[index].isRoot = true
    } else if !seen.isEmpty, let device = FileStatus.device(ofFolder: folder) {
      seen.append(SeenFolder(path: folder, device: device, seen: now, isRoot: true))
    }
  }

  /// Some photos of each folder that has some; absolute.
  private func photosByFolder() -> [FilePath: [Photo]] {
    var folders: [FilePath: [Photo]] = [:]
    var last: (relative: FilePath, absolute: FilePath)?
    for photo in photos where photo.kind != .folder {
      let parent = photo.path.removingLastComponent()
      let folder = last?.relative == parent ? last?.absolute ?? "" : absolute(parent)
      last = (parent, folder)
      if folders[folder, default: []].count < 5 { folders[folder, default: []].append(photo) }
    }
    return folders
  }

  private func isThere(_ photo: Photo) -> Bool {
    FileStatus(absolute(photo.path)).map { $0.size == photo.size && $0.modified == photo.modified } ?? false
  }

  private func pruneWhereDue(at now: Int64) throws(CacheError) {
    guard let days = keepDeleted else { return }
    let last = try cache.lastTime("prune")
    let isDue = days == 0 || last.map { now - $0 >= Self.day || $0 > now } ?? true
    guard isDue else { return }
    // Before the work, so that one of several processes does it.
    try cache.did("prune", at: now)
    try missRemovedLibraries(at: now)
    _ = try Pruning(cache: cache, limit: now - Int64(days) * Self.day, now: now).expire()
    try cache.shrink()
  }

  /// Nobody opens a folder again that was removed as a whole. Only the file system of this one is looked at, as one that
  /// is away may not answer.
  private func missRemovedLibraries(at now: Int64) throws(CacheError) {
    var judge = try AbsenceJudge(cache)
    let device = FileStatus.device(ofFolder: folder)
    for root in judge.roots where root.device == device && FileStatus.isMissing(root.path, followingLinks: true) {
      var missed: [FilePath] = []
      for path in try cache.present(under: root.path) where try judge.isDeleted(path) { missed.append(path) }
      try cache.miss(missed, since: now)
    }
  }
}

extension SeenFolder {
  /// Whether nothing is to be written.
  fileprivate func isSettled(_ new: SeenFolder, within seconds: Int64) -> Bool {
    device == new.device && (isRoot || !new.isRoot) && (0..<seconds).contains(new.seen - seen)
  }
}
