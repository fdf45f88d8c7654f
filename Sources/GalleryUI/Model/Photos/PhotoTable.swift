import Configuration
import Library
import SystemPackage

/// The photos of the folder in path order, with what is counted over them kept up to date, and which of them are shown.
struct PhotoTable: Sendable {
  private(set) var all: [Photo] = []
  private(set) var filter = PhotoFilter.all
  private(set) var expression = FilterExpression()
  private(set) var order = PhotoOrder()
  /// The folder whose photos are shown; empty for all.
  private(set) var folder: FilePath = ""
  private(set) var tree = FolderTree()
  private(set) var faceCount = 0
  private(set) var counts: [PhotoFilter: Int] = [:]
  private var places: [FilePath: Int] = [:]
  private var guests: [FilePath: Photo] = [:]
  /// Of photos whose file's name others have too.
  var distinctNames: [FilePath: String] = [:]
  private var facts: [PhotoFacts] = []
  private var names = NameIndex()
  /// Folded names of people who are confirmed on photos; known only while a filter asks for people.
  private var people: [FilePath: [String]] = [:]
  /// Which places pass filter and expression, whatever the folder.
  private var passing: [Bool] = []
  private var listing = PhotoListing()
  /// Places of the shown folder's photos.
  private var folderPlaces = 0..<0

  /// Photos that are shown.
  var count: Int { listing.count }

  /// - Parameter index: among those that are shown.
  subscript(index: Int) -> Photo { all[listing.place(index)] }

  /// Also photos outside the folder whose faces are searched for.
  subscript(path: FilePath) -> Photo? { places[path].map { all[$0] } ?? guests[path] }

  func count(_ filter: PhotoFilter) -> Int { counts[filter, default: 0] }

  /// Whether some photos are not shown.
  var isRestricted: Bool { filter != .all || !expression.terms.isEmpty || !folder.isEmpty }

  /// The file's name; where others have the same, with the folders that tell them apart.
  func name(of path: FilePath) -> String {
    distinctNames[path] ?? path.lastComponent?.string ?? path.string
  }

  /// Whether a path contains a text, whatever its capital letters.
  /// - Parameters:
  ///   - index: among the photos that are shown.
  ///   - text: see `NameIndex.folded`.
  func name(at index: Int, contains text: [CChar]) -> Bool { names.contains(text, at: listing.place(index)) }

  /// Of all photos, shown or not.
  /// - Parameter text: see `NameIndex.folded`.
  func paths(containing text: [CChar]) -> [FilePath] {
    all.indices.filter { names.contains(text, at: $0) }.map { all[$0].path }
  }

  /// Where a photo is shown.
  func index(of path: FilePath) -> Int? {
    places[path].flatMap { listing.index(ofKey: key($0), place: $0) }
  }

  /// Where a photo is shown, or else the one that comes next; nil where the table does not know it.
  func nearestIndex(to path: FilePath) -> Int? {
    places[path].map { min(listing.insertionIndex(ofKey: key($0), place: $0), max(0, count - 1)) }
  }

  /// What a photo is sorted by; photos that the table does not know come last.
  func key(of path: FilePath, by order: PhotoOrder) -> UInt64 {
    places[path].map { order.key(facts[$0], place: $0) } ?? .max
  }

  /// Whether the photo of a match is what an expression asks for; queries always are.
  func passing(_ expression: FilterExpression) -> (Match) -> Bool {
    { match in
      match.standing == .query || places[match.photo].map { expression.passes(facts[$0], names, $0) } ?? false
    }
  }

  mutating func replaceAll(with photos: [Photo]) {
    all = photos
    let paths = photos.map(\.path)
    places = Dictionary(minimumCapacity: paths.count)
    for (place, path) in paths.enumerated().reversed() { places[path] = place }
    facts = photos.map(PhotoFacts.init)
    countAll()
    names = NameIndex(paths)
    placePeople()
    tree = FolderTree(paths)
    if tree.node(folder) == nil { folder = "" }
    restrict()
  }

  /// - Returns: whether the photo is one of the table's.
  @discardableResult
  mutating func update(_ photo: Photo) -> Bool {
    guard let place = places[photo.path] else { return false }
    count(all[place], by: -1)
    count(photo, by: 1)
    let (oldKey, passed) = (key(place), passing[place])
    all[place] = photo
    facts[place] = PhotoFacts(photo)
    let passes = passes(place)
    passing[place] = passes
    if passes != passed { tree.count(place: place, by: passes ? 1 : -1) }
    listing.move(place: place, from: oldKey, to: passes && folderPlaces.contains(place) ? key(place) : nil)
    return true
  }

  /// Takes a photo of which a face is searched for; it is not shown.
  mutating func admit(_ photo: Photo) { guests[photo.path] = photo }

  mutating func set(filter: PhotoFilter) {
    self.filter = filter
    restrict()
  }

  mutating func set(expression: FilterExpression) {
    self.expression = expression
    restrict()
  }

  mutating func set(people: [FilePath: [String]]) {
    guard people != self.people else { return }
    self.people = people
    placePeople()
    if expression.asksForPeople { restrict() }
  }

  private mutating func placePeople() {
    names.people = Dictionary(people.compactMap { path, names in places[path].map { ($0, names) } }) { first, _ in first
    }
  }

  mutating func set(order: PhotoOrder) {
    self.order = order
    list()
  }

  /// - Parameter folder: one of the tree's.
  mutating func set(folder: FilePath) {
    self.folder = folder
    list()
  }

  /// Filters and counts all, then lists them.
  private mutating func restrict() {
    passing = facts.map { filter.passes($0.kind) }
    for term in expression.terms {
      for place in passing.indices where passing[place] { passing[place] = term.passes(facts[place], names, place) }
    }
    tree.count(passing)
    list()
  }

  /// Sorts what is shown.
  private mutating func list() {
    folderPlaces = tree.node(folder).map { tree.nodes[$0].photos } ?? 0..<all.count
    guard isRestricted || !order.isPlain else {
      listing = PhotoListing(all: all.count)
      return
    }
    listing = PhotoListing(folderPlaces.filter { passing[$0] }) { key($0) }
  }

  private func key(_ place: Int) -> UInt64 { order.key(facts[place], place: place) }

  private func passes(_ place: Int) -> Bool {
    filter.passes(facts[place].kind) && expression.passes(facts[place], names, place)
  }

  private mutating func countAll() {
    faceCount = all.reduce(0) { $0 + $1.faces.count }
    var kinds: [PhotoStateKind: Int] = [:]
    for fact in facts { kinds[fact.kind, default: 0] += 1 }
    counts = [:]
    for filter in PhotoFilter.allCases {
      counts[filter] = kinds.reduce(0) { $0 + (filter.passes($1.key) ? $1.value : 0) }
    }
  }

  private mutating func count(_ photo: Photo, by step: Int) {
    faceCount += step * photo.faces.count
    for filter in PhotoFilter.allCases where filter.passes(photo.state.kind) {
      counts[filter, default: 0] += step
    }
  }
}

// MARK: - Months

extension PhotoTable {
  /// Photos of one month, or without a date, that are shown one after the other.
  struct Group: Sendable, Equatable {
    var start: Int
    /// nil without a date.
    var month: CaptureDate.Month?
  }

  /// In the order of the gallery; none where that is not by date.
  var groups: [Group] {
    guard order.by == .date else { return [] }
    var groups: [Group] = []
    var start = 0
    while start < count {
      let month = month(at: start)
      groups.append(Group(start: start, month: month))
      start = partitionPoint(start + 1..<count) { self.month(at: $0) == month }
    }
    return groups
  }

  private func month(at index: Int) -> CaptureDate.Month? { facts[listing.place(index)].date?.month }
}
