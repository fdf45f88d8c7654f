import Journal
import Library

/// How many faces may be a person's.
public struct CandidateCount: Sendable, Equatable {
  /// Worth a look.
  public var likely: Int
  /// Of those, that were not there when the person was looked at last.
  public var new: Int

  public init(likely: Int = 0, new: Int = 0) { (self.likely, self.new) = (likely, new) }
}

/// Who might be on which photo, as the library is asked.
public struct PersonQuestion: Sendable, Equatable {
  public let person: PersonID
  /// Tells it from others of the session.
  public let number: Int

  public init(_ person: PersonID, number: Int) { (self.person, self.number) = (person, number) }
}

/// The answer to it.
public struct PersonAnswer: Sendable {
  public let candidates: Candidates
  /// Those that were not there at the last look.
  public let new: Set<FaceID>
  /// When that was, as ISO 8601; nil where the person was never looked at.
  public let lookedAt: String?

  public init(_ candidates: Candidates, new: Set<FaceID> = [], lookedAt: String? = nil) {
    (self.candidates, self.new, self.lookedAt) = (candidates, new, lookedAt)
  }
}

/// What is known of people, and what is being found out about them.
struct PeopleKnowledge: Sendable {
  /// Something that is found out beside the drawing, one at a time.
  struct Inquiry: Sendable, Equatable {
    /// What was known of faces and decisions when it was asked last; nil where it never was.
    var askedAt: Int?
    var isUnderWay = false

    func isDue(_ changes: Int) -> Bool { !isUnderWay && askedAt != changes }

    mutating func begin(_ changes: Int) { (askedAt, isUnderWay) = (changes, true) }
  }

  var named: [ListedPerson] = []
  /// nil where they were not looked for yet.
  var groups: [ListedPerson]?
  var counts: [PersonID: CandidateCount] = [:]
  var listing = Inquiry()
  var grouping = Inquiry()
  var counting = Inquiry()
  /// Of the screen, from one visit to the next.
  var order = PeopleOrder()
  var showsHidden = false
  /// How many questions about a person were asked.
  var questions = 0
  /// What the screen of people was made from has changed.
  var isChanged = true
  /// The journal that it was made with.
  var latest: EntryID?
}

/// The order of people.
struct PeopleOrder: Sendable, Equatable {
  enum Kind: String, Sendable, CaseIterable { case size, name, changed }

  var by = Kind.size
  var isReversed = false

  var next: PeopleOrder {
    let all = Kind.allCases
    return PeopleOrder(by: all[((all.firstIndex(of: by) ?? 0) + 1) % all.count], isReversed: isReversed)
  }

  /// "by number of faces"
  var sentence: String {
    switch (by, isReversed) {
    case (.size, false): "most faces first"
    case (.size, true): "fewest faces first"
    case (.name, false): "by name"
    case (.name, true): "by name, from Z"
    case (.changed, false): "changed last first"
    case (.changed, true): "changed last last"
    }
  }

  func sorted(_ people: [ListedPerson]) -> [ListedPerson] {
    let sorted = people.enumerated().sorted { a, b in precedes(a.element, b.element) ?? (a.offset < b.offset) }
      .map(\.element)
    return isReversed ? sorted.reversed() : sorted
  }

  /// nil where they are equal.
  private func precedes(_ a: ListedPerson, _ b: ListedPerson) -> Bool? {
    switch by {
    case .size: a.faces.count == b.faces.count ? nil : a.faces.count > b.faces.count
    case .name:
      a.name == b.name ? nil : (a.name?.folded ?? "\u{10FFFF}") < (b.name?.folded ?? "\u{10FFFF}")
    case .changed:
      switch (a.changed, b.changed) {
      case (let first?, let second?): first == second ? nil : first > second
      case (nil, nil): nil
      case (let first, _): first != nil
      }
    }
  }
}
