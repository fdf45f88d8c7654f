import Journal
import Library
import SystemPackage

/// The faces of one person, and those that may be: or the faces of a group.
struct PersonScreen: Sendable, Equatable {
  enum Item: Sendable, Equatable {
    /// Confirmed, or of a group.
    case own(ListedPerson.Place)
    case candidate(Candidate)

    var face: FaceID {
      switch self {
      case .own(let place): place.face
      case .candidate(let candidate): candidate.face
      }
    }

    var photo: FilePath {
      switch self {
      case .own(let place): place.photo
      case .candidate(let candidate): candidate.photo
      }
    }

    var number: Int {
      switch self {
      case .own(let place): place.number
      case .candidate(let candidate): candidate.number
      }
    }

    var candidate: Candidate? { if case .candidate(let candidate) = self { candidate } else { nil } }
  }

  var person: ListedPerson
  /// As they were found.
  private(set) var found = Candidates()
  private(set) var new: Set<FaceID> = []
  /// When the person was looked at before, as ISO 8601.
  private(set) var lookedAt: String?
  /// Of those, that nothing was decided about since, best first; and how many are likely.
  private(set) var open: [Candidate] = []
  private(set) var openLikely = 0
  /// A question that is not answered yet.
  var asked: PersonQuestion?
  /// What was known of faces and decisions when it was asked; nil where it never was.
  var askedAt: Int?
  private(set) var wasAnswered = false
  /// Whether all faces of the person are shown, not a row of them.
  var isUnfolded = false
  /// Whether less likely candidates are shown, too.
  var showsMore = false
  private(set) var items: [Item] = []
  /// Of `items`, that are the person's own.
  private(set) var ownCount = 0
  var cursor = 0
  /// Where the cursor is; it stays there whatever comes and goes.
  private var face: FaceID?
  var top = 0
  var marks: Set<FaceID> = []
  /// Where a range of marks began.
  var anchor: FaceID?

  init(_ person: ListedPerson) { self.person = person }

  var isGroup: Bool { if case .group = person.key { true } else { false } }
  var current: Item? { items.indices.contains(cursor) ? items[cursor] : nil }
  var newCount: Int { open.prefix(openLikely).count { new.contains($0.face) } }
  /// Own faces that are not shown.
  var foldedCount: Int { person.faces.count - ownCount }

  /// The places between the range's start and the cursor.
  var range: ClosedRange<Int>? {
    guard let start = anchor.flatMap({ anchor in items.firstIndex { $0.face == anchor } }) else { return nil }
    return min(start, cursor)...max(start, cursor)
  }

  /// Faces that a key is about: of the range or a count, the marked, or the one under the cursor.
  func chosen(_ count: Int? = nil) -> [FaceID] {
    if let range { return items[range].map(\.face) }
    if let count { return items[cursor..<min(items.count, cursor + max(1, count))].map(\.face) }
    return marks.isEmpty ? current.map { [$0.face] } ?? [] : items.map(\.face).filter(marks.contains)
  }

  mutating func take(_ answer: PersonAnswer) {
    found = answer.candidates
    // What was new when the screen was opened stays so.
    new.formUnion(answer.new)
    if !wasAnswered { lookedAt = answer.lookedAt }
    wasAnswered = true
  }

  /// Another person's screen from now on, as a group that was named.
  mutating func become(_ person: ListedPerson) {
    guard person.key != self.person.key else {
      self.person = person
      return
    }
    self = PersonScreen(person)
  }

  /// - Parameters:
  ///   - isOpen: whether nothing was decided about a face.
  ///   - columns: own faces of a row.
  mutating func arrange(columns: Int, isOpen: (FaceID) -> Bool) {
    open = found.all.filter { isOpen($0.face) }
    openLikely = found.all.prefix(found.likely).count { isOpen($0.face) }
    let shown = showsMore ? open[...] : open.prefix(openLikely)
    let isFolded = !isUnfolded && !shown.isEmpty
    ownCount = isFolded ? min(columns, person.faces.count) : person.faces.count
    let isFirst = face == nil
    items = person.faces.prefix(ownCount).map { .own($0) } + shown.map { .candidate($0) }
    follow(isFirst: isFirst && wasAnswered)
    let faces = Set(items.map(\.face))
    marks.formIntersection(faces)
    if let anchor, !faces.contains(anchor) { self.anchor = nil }
  }

  /// The cursor begins on the best candidate; then it stays on its face, or on the place of one that is gone.
  private mutating func follow(isFirst: Bool) {
    if isFirst, ownCount < items.count { cursor = ownCount }
    if let face, let place = items.firstIndex(where: { $0.face == face }) { cursor = place }
    cursor = max(0, min(cursor, items.count - 1))
    if isFirst || face != nil { face = current?.face }
  }

  /// The user puts the cursor somewhere.
  mutating func go(to place: Int) {
    cursor = max(0, min(place, items.count - 1))
    face = current?.face
  }
}
