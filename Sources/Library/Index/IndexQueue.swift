import Synchronization
import SystemPackage

/// The photos that a run has still to look at. What was wished for comes first, then one photo of each folder and day,
/// so that all of a library can soon be searched a little, then the rest. Safe to use from any thread.
final class IndexQueue: Sendable {
  fileprivate struct State {
    /// nil where the photo was taken.
    var jobs: [Photo?] = []
    var positions: [FilePath: Int] = [:]
    /// Before this all are taken.
    var next = 0
    /// Taken and not finished: nobody else looks at them meanwhile.
    var busy: Set<FilePath> = []
    var wishes: [FilePath] = []
    var nextWish = 0
  }

  private let state: Mutex<State>

  /// - Parameter wishes: see `prioritise`.
  init(wishes: [FilePath] = []) { state = Mutex(State(wishes: wishes)) }

  /// What was wished for last, even where it has been looked at.
  var wishes: [FilePath] { state.withLock { $0.wishes } }

  /// - Parameter photos: in path order; they take the place of all others.
  func fill(_ photos: [Photo]) {
    let jobs = Self.order(photos)
    let positions = Dictionary(jobs.enumerated().map { ($1.path, $0) }) { first, _ in first }
    state.withLock { state in
      state.jobs = jobs
      state.positions = positions
      state.next = 0
      state.nextWish = 0
    }
  }

  /// These are taken next, in this order, as far as they are here; the wishes before are forgotten.
  func prioritise(_ paths: [FilePath]) {
    state.withLock { state in
      state.wishes = paths
      state.nextWish = 0
    }
  }

  /// These come behind the others, or in the place of what waited under their paths.
  /// - Returns: by how many the queue has become longer.
  func add(_ photos: [Photo]) -> Int {
    state.withLock { state in
      let before = state.jobs.count
      for photo in Self.order(photos) {
        if let position = state.positions[photo.path], state.jobs[position] != nil {
          state.jobs[position] = photo
        } else {
          state.positions[photo.path] = state.jobs.count
          state.jobs.append(photo)
        }
      }
      state.nextWish = 0
      return state.jobs.count - before
    }
  }

  /// To be finished by whoever takes it. Another state of a photo that is being looked at waits for that.
  func take() -> Photo? { state.withLock { $0.take() } }

  func finish(_ photo: Photo) { state.withLock { _ = $0.busy.remove(photo.path) } }

  /// Whether something can be taken; what waits for a photo to be finished is not counted.
  var isFilled: Bool {
    state.withLock { state in state.jobs[state.next...].contains { $0.map { !state.busy.contains($0.path) } ?? false } }
  }

  /// Nothing more can be taken.
  func stop() { fill([]) }

  // MARK: - Order

  private struct FolderDay: Hashable {
    var folder: FilePath
    /// Days since 1970 of the file's last change.
    var day: Int64
  }

  private static func order(_ photos: [Photo]) -> [Photo] {
    var seen: Set<FolderDay> = []
    var first: [Photo] = []
    var rest: [Photo] = []
    for photo in photos {
      let folder = photo.path.removingLastComponent()
      let day = FolderDay(folder: folder, day: photo.modified / 86_400_000_000_000)
      if seen.insert(day).inserted { first.append(photo) } else { rest.append(photo) }
    }
    return first + rest
  }
}

extension IndexQueue.State {
  fileprivate mutating func take() -> Photo? {
    while nextWish < wishes.count {
      nextWish += 1
      if let photo = positions[wishes[nextWish - 1]].flatMap({ take(at: $0) }) { return photo }
    }
    let end = jobs.count
    while next < end {
      next += 1
      if let photo = take(at: next - 1) { return photo }
    }
    return nil
  }

  private mutating func take(at position: Int) -> Photo? {
    guard let job = jobs[position] else { return nil }
    guard busy.insert(job.path).inserted else {
      // Once more behind the others.
      jobs[position] = nil
      positions[job.path] = jobs.count
      jobs.append(job)
      return nil
    }
    jobs[position] = nil
    return job
  }
}
