import Library
import SystemPackage

/// Which photos the gallery shows.
enum PhotoFilter: String, CaseIterable, Sendable {
  case all = "all photos"
  case withFaces = "with faces"
  case withoutFaces = "without a face"
  case unreadable = "unreadable"
  case pending = "not looked at yet"

  func passes(_ state: PhotoState) -> Bool {
    switch (self, state) {
    case (.all, _), (.withFaces, .indexed), (.withoutFaces, .noFace), (.pending, .pending): true
    case (.unreadable, .unreadable), (.unreadable, .unsupported): true
    default: false
    }
  }

  var next: PhotoFilter {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }
}

/// The photos of the folder in path order, with what is counted over them kept up to date.
struct PhotoTable: Sendable {
  private(set) var all: [Photo] = []
  private(set) var filter = PhotoFilter.all
  private(set) var faceCount = 0
  private(set) var counts: [PhotoFilter: Int] = [:]
  private var places: [FilePath: Int] = [:]
  /// Of photos whose file's name others have too.
  var distinctNames: [FilePath: String] = [:]
  /// Places in `all` that pass the filter; nil where all do.
  private var passing: [Int]?

  /// Photos that pass the filter.
  var count: Int { passing?.count ?? all.count }

  /// - Parameter index: among those that pass the filter.
  subscript(index: Int) -> Photo { all[place(index)] }

  subscript(path: FilePath) -> Photo? { places[path].map { all[$0] } }

  func count(_ filter: PhotoFilter) -> Int { counts[filter, default: 0] }

  /// The file's name; where others have the same, with the folders that tell them apart.
  func name(of path: FilePath) -> String {
    distinctNames[path] ?? path.lastComponent?.string ?? path.string
  }

  /// Where the filter shows a photo.
  func index(of path: FilePath) -> Int? {
    guard let place = places[path] else { return nil }
    guard let passing else { return place }
    let index = insertionIndex(of: place, in: passing)
    return index < passing.count && passing[index] == place ? index : nil
  }

  mutating func replaceAll(with photos: [Photo]) {
    all = photos
    places = Dictionary(photos.enumerated().map { ($1.path, $0) }, uniquingKeysWith: { first, _ in first })
    (faceCount, counts) = (0, [:])
    for photo in photos { count(photo, by: 1) }
    set(filter: filter)
  }

  /// - Returns: whether the photo is one of the table's.
  @discardableResult
  mutating func update(_ photo: Photo) -> Bool {
    guard let place = places[photo.path] else { return false }
    count(all[place], by: -1)
    count(photo, by: 1)
    all[place] = photo
    guard let passing else { return true }
    let index = insertionIndex(of: place, in: passing)
    let isIn = index < passing.count && passing[index] == place
    switch (isIn, filter.passes(photo.state)) {
    case (false, true): self.passing?.insert(place, at: index)
    case (true, false): self.passing?.remove(at: index)
    default: break
    }
    return true
  }

  mutating func set(filter: PhotoFilter) {
    self.filter = filter
    passing = filter == .all ? nil : all.indices.filter { filter.passes(all[$0].state) }
  }

  private func place(_ index: Int) -> Int { passing?[index] ?? index }

  private func insertionIndex(of place: Int, in places: [Int]) -> Int {
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle] < place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func count(_ photo: Photo, by step: Int) {
    faceCount += step * photo.faces.count
    for filter in PhotoFilter.allCases where filter.passes(photo.state) {
      counts[filter, default: 0] += step
    }
  }
}
