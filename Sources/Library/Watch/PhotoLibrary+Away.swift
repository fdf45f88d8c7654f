import Glibc
import PathText
import Storage
import SystemPackage

extension PhotoLibrary {
  /// Where photos cannot be reached, as the latest listing found.
  public var away: [AwayFolder] { awayFolders.withLock { $0 } }

  /// Adds what is known of places that cannot be reached to a listing, and remembers which places may come and go.
  /// - Parameters:
  ///   - files: all of the library's, in path order.
  ///   - scanner: that listed them.
  func keepAway(in files: inout [ListedFile], _ scanner: FolderScanner) throws(LibraryError) {
    guard fileList == nil else { return }
    let table = mountTable()
    let mounts = try remembered(table, files, scanner.links)
    var away = mounts.filter { !table.isMounted($0.point) }.flatMap { mount in
      places(of: mount).map { AwayFolder(path: $0, reason: "\(mount.point.text) is not mounted", photos: 0) }
    }
    away += scanner.lost.map { path, error in
      AwayFolder(path: path, reason: "\(absolute(path).text) cannot be reached: \(error)", photos: 0)
    }.sorted { FilePath.precedes($0.path, $1.path) }
    away += brokenFolders(scanner, in: &files)
    if !away.isEmpty { contents.withLock { $0.add(&away, to: &files) } }
    let found = away.filter { $0.photos > 0 }
    awayFolders.withLock { $0 = found }
  }

  /// Whether a mount that the library has photos on has come or gone.
  func hasOtherMounts(_ old: MountTable, _ new: MountTable) -> Bool {
    let points = mounts.withLock { $0 ?? [] }.map(\.point)
    return points.contains { old.isMounted($0) != new.isMounted($0) }
  }

  /// Links that led to folders with photos, and lead nowhere at present, take the place of files that cannot be read.
  private func brokenFolders(_ scanner: FolderScanner, in files: inout [ListedFile]) -> [AwayFolder] {
    let broken = contents.withLock { contents in scanner.brokenLinks.filter { contents.hasPhotos(below: $0.key) } }
    guard !broken.isEmpty else { return [] }
    files.removeAll { broken[$0.path] != nil }
    return broken.map { path, error in
      AwayFolder(path: path, reason: "\(absolute(path).text): \(FilePath.reason(ofLink: error))", photos: 0)
    }.sorted { FilePath.precedes($0.path, $1.path) }
  }

  /// The parts of the library that lie on a mount.
  private func places(of mount: CachedMount) -> [FilePath] {
    let inside = roots.all.filter { $0.folder.starts(with: mount.folder) }.map(\.path)
    return inside + (wasRemoved(mount) ? [] : roots.path(of: mount.folder).map { [$0] } ?? [])
  }

  /// Whether the link to a mount was. A mount's own folder may come and go with it.
  private func wasRemoved(_ mount: CachedMount) -> Bool {
    guard mount.folder != mount.point, stat(notFollowing: mount.folder) == nil else { return false }
    let parent = mount.folder.removingLastComponent()
    return (try? parent.canonical()) == parent
  }

  private func storedMounts() throws(CacheError) -> Set<CachedMount> {
    var stored: Set<CachedMount> = []
    for root in roots.all { stored.formUnion(try cache.mounts(around: root.folder)) }
    return stored
  }

  /// The mounts that are known from before and those that have photos in this listing.
  private func remembered(
    _ table: MountTable, _ files: [ListedFile], _ links: [FilePath: FilePath]
  ) throws(LibraryError) -> Set<CachedMount> {
    do throws(CacheError) {
      let known = mounts.withLock { $0 }
      let old = if let known { known } else { try storedMounts() }
      let listing = Listing(files: files)
      let left = old.filter { mount in
        table.isMounted(mount.point) || !places(of: mount).contains(where: listing.hasPhotos)
      }
      let targets = links.merging(roots.all.map { ($0.path, $0.folder) }) { $1 }
      let present = table.places(of: targets).filter { listing.hasPhotos(at: $0.path) }
      let new = left.union(present.map { CachedMount(folder: absolute($0.path), point: $0.point) })
      if new != old { try cache.replace(old.subtracting(new), with: new.subtracting(old)) }
      mounts.withLock { $0 = new }
      return new
    } catch { throw LibraryError(error) }
  }
}

/// Files in path order.
private struct Listing {
  let files: [ListedFile]

  /// Whether any file lies below a folder.
  func hasPhotos(at folder: FilePath) -> Bool {
    var place = partitionPoint(files.count) { FilePath.precedes(files[$0].path, folder) }
    while place < files.count, files[place].path.starts(with: folder) {
      if files[place].kind != .folder, files[place].path != folder { return true }
      place += 1
    }
    return false
  }
}

extension LibraryContents {
  /// Puts the known photos of places that cannot be reached in a listing, and counts them.
  mutating func add(_ away: inout [AwayFolder], to files: inout [ListedFile]) {
    var present = Dictionary(files.enumerated().map { ($1.path, $0) }) { first, _ in first }
    for index in away.indices {
      for photo in photos(at: away[index].path) where photo.kind != .folder {
        var file = ListedFile(known: photo, isUnreached: false)
        file.isAway = true
        if let place = present[photo.path] {
          guard !files[place].isAway, case .unreadable = files[place].state else { continue }
          files[place] = file
        } else {
          present[photo.path] = files.count
          files.append(file)
        }
        if photo.isPicture { away[index].photos += 1 }
      }
    }
    files.sort { FilePath.precedes($0.path, $1.path) }
  }

  func hasPhotos(below folder: FilePath) -> Bool { photos(at: folder).contains { $0.path != folder } }

  /// At and below a path.
  private func photos(at place: FilePath) -> ArraySlice<Photo> {
    if place.isEmpty { return photos[...] }
    let start = partitionPoint(photos.count) { FilePath.precedes(photos[$0].path, place) }
    return photos[start...].prefix { $0.path.starts(with: place) }
  }
}
