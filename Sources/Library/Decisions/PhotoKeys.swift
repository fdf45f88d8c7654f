import Journal

/// The journal's names of photos by their contents.
struct PhotoKeys: Sendable {
  private var keys: [ContentID: PhotoKey] = [:]
  /// The journal's own.
  private var journal: [ContentID: String] = [:]
  private var learnt: Learnt?

  /// Tells whether the photos of a journal are others than before.
  private struct Learnt: Equatable {
    var first: EntryID?
    var photos: Int
  }

  subscript(content: ContentID) -> PhotoKey? { keys[content] }

  func isInJournal(_ content: ContentID) -> Bool { journal[content] != nil }

  mutating func note(_ key: PhotoKey) {
    guard let content = key.content else { return }
    keys[content] = key
  }

  /// What the journal's entries say of photos.
  mutating func learn(from state: JournalState) {
    let people = state.people
    let learnt = Learnt(first: state.journal.entries.first?.id, photos: people.photos.count)
    guard learnt != self.learnt else { return }
    self.learnt = learnt
    journal = Dictionary(people.photos.compactMap { hash in ContentID(hex: hash).map { ($0, hash) } }) { first, _ in
      first
    }
    for key in people.faces.lazy.flatMap(\.keys) where key.pixels != nil {
      note(PhotoKey(hash: key.photo, pixels: key.pixels))
    }
  }

  /// Which faces of photos the decisions are about.
  func join(_ people: People, _ photos: [Photo], guests: [(photo: Photo, content: ContentID)]) -> DecidedFaces {
    var faces = DecidedFaces(people)
    guard !journal.isEmpty else { return faces }
    for photo in photos where !photo.faces.isEmpty {
      guard let hash = photo.content.flatMap({ journal[$0] }) else { continue }
      faces.join(photo, people.faces(inPhoto: hash))
    }
    for guest in guests {
      if let hash = journal[guest.content] { faces.join(guest.photo, people.faces(inPhoto: hash), isGuest: true) }
    }
    return faces
  }
}
