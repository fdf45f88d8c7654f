import Faces
import Journal
import PathText
import Storage
import Synchronization
import SystemPackage

/// The user's decisions about the faces of a library: read from the journal, joined with the photos that are there, and
/// written to it. Safe to use from any thread; calls that write, or read photos, are for others than the screen's.
public final class Decisions: Sendable {
  public let journal: JournalFile
  let library: PhotoLibrary
  private let memory = Mutex(Memory())

  private struct Memory {
    var faces = DecidedFaces()
    var keys = PhotoKeys()
  }

  /// Reads nothing yet.
  /// - Throws: `.file` where nothing says where the journal lies.
  public convenience init(_ library: PhotoLibrary) throws(LibraryError) {
    self.init(library, journal: JournalFile(try library.journalPath()))
  }

  init(_ library: PhotoLibrary, journal: JournalFile) {
    (self.library, self.journal) = (library, journal)
  }

  /// As they were joined last.
  public var faces: DecidedFaces { memory.withLock { $0.faces } }

  /// Reads what was decided meanwhile, also by other programs, and joins it with the library's photos as they are now.
  /// Reads no photo: a few milliseconds for 100,000 of them.
  /// - Throws: `.file` where the journal cannot be read.
  @discardableResult public func refresh() throws(LibraryError) -> DecidedFaces {
    do { try journal.refresh() } catch { throw LibraryError(error) }
    return join()
  }

  private func join() -> DecidedFaces {
    let (state, photos) = (journal.state, library.photos)
    return memory.withLock { memory in
      memory.keys.learn(from: state)
      memory.faces = memory.keys.join(state.people, photos)
      return memory.faces
    }
  }

  // MARK: - Decide

  /// Takes down what the user says, as one step. It is on the disk when this returns.
  /// - Throws: `.file` where the journal cannot be written, or a photo cannot be read or has changed since it was looked at;
  ///   then nothing of it is kept.
  @discardableResult public func decide(_ words: [FaceDecision]) throws(LibraryError) -> [JournalEntry] {
    let keys = try keys(of: words.flatMap(\.faces))
    return try write { state in words.compactMap { $0.decision(keys, state.people) } }
  }

  /// Takes the last step back that holds.
  /// - Returns: the steps' entries; empty where there is none.
  @discardableResult public func undo() throws(LibraryError) -> [JournalEntry] {
    try change { .undo($0.nextUndo) }
  }

  /// Brings back what was taken back last, as long as nothing was decided since.
  @discardableResult public func redo() throws(LibraryError) -> [JournalEntry] {
    try change { .redo($0.nextRedo) }
  }

  /// Leaves the decisions up to one, and brings those of them back that were taken back.
  /// - Returns: the entries that hold no longer, and those that hold again.
  @discardableResult public func jump(
    to entry: EntryID
  ) throws(LibraryError) -> (undone: [JournalEntry], redone: [JournalEntry]) {
    let entries = try write { state in
      let (undo, redo) = History(state.journal).jump(to: entry)
      return (undo.isEmpty ? [] : [.undo(undo)]) + (redo.isEmpty ? [] : [.redo(redo)])
    }
    let journal = journal.state.journal
    let (undone, redone) = entries.reduce(into: ([EntryID](), [EntryID]())) { result, entry in
      switch entry.decision {
      case .undo(let targets): result.0 += targets
      case .redo(let targets): result.1 += targets
      default: break
      }
    }
    return (undone.compactMap { journal.entry($0) }, redone.compactMap { journal.entry($0) })
  }

  private func change(_ decision: (History) -> Decision) throws(LibraryError) -> [JournalEntry] {
    let entries = try write { state in
      let decision = decision(History(state.journal))
      return decision.targets?.isEmpty == false ? [decision] : []
    }
    let journal = journal.state.journal
    return entries.flatMap { $0.decision?.targets ?? [] }.compactMap { journal.entry($0) }
  }

  @discardableResult func write(_ decide: (JournalState) -> [Decision]) throws(LibraryError) -> [JournalEntry] {
    let entries: [JournalEntry]
    do { entries = try journal.append(decide) } catch { throw LibraryError(error) }
    _ = join()
    return entries
  }

  // MARK: - Keys

  private func keys(of faces: [FaceID]) throws(LibraryError) -> [FaceID: FaceKey] {
    var found: [FaceID: (photo: Photo, face: Face)] = [:]
    for face in faces {
      guard let place = library.anyFace(face) else {
        throw .file(library.folder.text, reason: "the face is no longer there: its photo has changed or is gone")
      }
      found[face] = place
    }
    let photos = Dictionary(found.values.map { ($0.photo.path, $0.photo) }) { first, _ in first }
    let keys = try photoKeys(of: Array(photos.values))
    var faceKeys: [FaceID: FaceKey] = [:]
    for (id, place) in found {
      guard let key = keys[place.photo.path], let faceKey = FaceKey(key, of: place.face, in: place.photo) else {
        throw .file(place.photo.path.text, reason: "the face has no place in its photo")
      }
      faceKeys[id] = faceKey
    }
    return faceKeys
  }

  private func photoKeys(of photos: [Photo]) throws(LibraryError) -> [FilePath: PhotoKey] {
    let known = memory.withLock { memory in photos.map { $0.content.flatMap { memory.keys[$0] } } }
    let unknown = zip(photos, known).filter { $1?.pixels == nil }.map(\.0)
    let library = library
    let read = try unknown.mapInParallel { photo throws(LibraryError) in try library.key(of: photo) }
    memory.withLock { memory in for key in read { memory.keys.note(key) } }
    let old = zip(photos, known).compactMap { photo, key in key.map { (photo.path, $0) } }
    return Dictionary(old + zip(unknown.map(\.path), read)) { _, new in new }
  }

  // MARK: - Photos whose bytes are others

  /// Looks for decided faces that wait among photos of the same size with a face at the same place: a photo that was
  /// edited, or turned without loss, has other bytes and the same pixels. What is found is taken down. Reads photos.
  /// - Parameter isCancelled: asked before each photo.
  /// - Returns: how many photos were found again.
  @discardableResult public func search(isCancelled: () -> Bool = { false }) throws(LibraryError) -> Int {
    let faces = try refresh()
    let (people, photos) = (faces.people, library.photos)
    let lost = LostPhotos(faces)
    var found: [Decision] = []
    for photo in photos where lost.mayHave(photo) && !isInJournal(photo) {
      if isCancelled() { break }
      guard let key = known(photo) ?? (try? library.key(of: photo)) else { continue }
      memory.withLock { $0.keys.note(key) }
      if let pixels = key.pixels, !people.faces(withPixels: pixels).isEmpty {
        found.append(.seen(photo: key.hash, pixels))
      }
    }
    guard !found.isEmpty else { return 0 }
    try write { _ in found }
    return found.count
  }

  private func isInJournal(_ photo: Photo) -> Bool {
    photo.content.map { content in memory.withLock { $0.keys.isInJournal(content) } } ?? true
  }

  private func known(_ photo: Photo) -> PhotoKey? {
    photo.content.flatMap { content in memory.withLock { $0.keys[content] } }.flatMap { $0.pixels == nil ? nil : $0 }
  }
}

extension LibraryError {
  init(_ error: JournalError) { self = .file(error.file, reason: error.reason) }
}
