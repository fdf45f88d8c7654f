import Faces
import Learning
import Search
import Storage
import SystemPackage

/// The photos of an open library and their faces' embeddings. A face's id is its row in the matrix;
/// rows of faces that are gone stay unused until the library is opened anew.
struct LibraryContents: Sendable {
  /// Where a face is; small, as rankings go through those of all faces.
  struct Place {
    private let position, ordinal: Int32
    let quality: FaceQuality

    init(photo: Int, number: Int, quality: FaceQuality) {
      position = Int32(photo)
      ordinal = Int32(number)
      self.quality = quality
    }

    /// Position among the photos.
    var photo: Int { Int(position) }
    /// From 1.
    var number: Int { Int(ordinal) }
  }

  /// In path order.
  private(set) var photos: [Photo] = []
  /// Files whose state does not come from their content; each run looks at them again.
  private var failed: Set<FilePath> = []
  /// Files that could not be reached when they were listed; what is known of them is in the cache alone.
  private var unreached: Set<FilePath> = []
  /// Files that may have another content than the one that is known, though size and time are the same.
  private var doubtful: Set<FilePath> = []
  private(set) var matrix = EmbeddingMatrix()
  private(set) var places: [Place?] = []
  /// Photos outside the folder whose faces are searched for; their rows have no places.
  private(set) var guests = GuestPhotos()
  /// Of embeddings as they enter the matrix.
  private let projection: Projection?

  // MARK: - Change

  /// - Parameter parts: in the order of their paths, each with faces in the same order as its embeddings.
  init(_ parts: [CachedFolder], in roots: LibraryRoots, exclusion: Exclusion, projection: Projection? = nil) {
    self.projection = projection
    (photos, matrix) = CachedParts(parts, in: roots, exclusion: exclusion).joined(projection)
    places = Array(repeating: nil, count: matrix.count)
    for (position, photo) in photos.enumerated() { place(photo.faces, at: position) }
    for part in parts {
      failed.formUnion(part.photos.lazy.filter { $0.failure != nil }.compactMap { roots.path(of: $0.file.path) })
    }
  }

  /// As the embeddings of the library are.
  func corrected(_ embedding: [Float]) -> [Float] {
    projection.project(embedding, dimensions: embedding.count)
  }

  /// Length of an embedding; 0 while there is none.
  var dimensions: Int { matrix.dimensions }

  private mutating func add(_ photo: Photo) {
    photos.append(photo)
    place(photo.faces, at: photos.count - 1)
  }

  private mutating func place(_ faces: [Face], at position: Int) {
    for (index, face) in faces.enumerated() {
      places[Int(face.id.rawValue)] = Place(photo: position, number: index + 1, quality: face.quality)
    }
  }

  /// Takes over the folder's present files; what is known of unchanged ones stays.
  /// - Parameter files: in path order.
  /// - Returns: the change; those in folders that cannot be read are not listed, but may still be there.
  mutating func replace(with files: [ListedFile]) -> LibraryChange {
    let old = photos
    let moved = PhotoMoves(from: photos, to: files) { !failed.contains($0) && !unreached.contains($0) }.photos
    var change = LibraryChange(moved: moved.mapValues(\.path))
    var (gone, gonePictures) = ([FilePath](), 0)
    var next = 0
    photos = []
    places = Array(repeating: nil, count: matrix.count)
    for file in files {
      while next < old.count, old[next].path != file.path, FilePath.precedes(old[next].path, file.path) {
        gone.append(old[next].path)
        if old[next].isPicture { gonePictures += 1 }
        next += 1
      }
      let known = next < old.count && old[next].path == file.path ? old[next] : nil
      if known != nil { next += 1 }
      change.note(file, known, isMoved: moved[file.path] != nil)
      add(merged(file, known, movedFrom: moved[file.path]))
    }
    gone += old[next...].map(\.path)
    gonePictures += old[next...].count(where: \.isPicture) - moved.count
    failed.subtract(gone)
    doubtful.subtract(gone)
    unreached.subtract(gone)
    let closed = Set(files.lazy.filter { $0.kind == .folder }.map(\.path))
    change.gone = closed.isEmpty ? gone : gone.filter { !$0.isInside(closed) }
    change.gonePictures = gonePictures
    return change
  }

  /// What is known outside of some places, as a listing would show it.
  /// - Parameter places: none inside another.
  func listing(outside places: [FilePath]) -> [ListedFile] {
    let left = places.map { place in
      let start = partitionPoint(photos.count) { FilePath.precedes(photos[$0].path, place) }
      let end = photos[start...].firstIndex { !$0.path.starts(with: place) } ?? photos.count
      return start..<end
    }.filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }
    var files: [ListedFile] = []
    files.reserveCapacity(photos.count)
    var next = 0
    for range in left + [photos.count..<photos.count] where range.lowerBound >= next {
      for photo in photos[next..<range.lowerBound] {
        files.append(ListedFile(known: photo, isUnreached: unreached.contains(photo.path)))
      }
      next = range.upperBound
    }
    return files
  }

  private mutating func merged(_ file: ListedFile, _ known: Photo?, movedFrom old: Photo? = nil) -> Photo {
    if file.isAway, var known {
      known.isAway = true
      return known
    }
    if var photo = old {
      photo.path = file.path
      (photo.changed, photo.inode) = (file.changed, file.inode)
      doubtful.insert(file.path)
      return photo
    }
    if case .unreadable = file.state {
      unreached.insert(file.path)
      return Photo(file)
    }
    let wasUnreached = unreached.remove(file.path) != nil
    guard file.state == nil, !wasUnreached, var known, known.looksLike(file) else { return Photo(file) }
    if !known.isSurely(file) {
      doubtful.insert(file.path)
      known.content = nil
    }
    known.changed = file.changed
    known.inode = file.inode
    known.isAway = false
    return known
  }

  /// - Parameters:
  ///   - files: that took the place of others last.
  ///   - isTouched: whether a photo may be among them.
  /// - Returns: photos to look at, in path order.
  func jobs(_ scope: IndexScope, among files: [ListedFile], isTouched: (FilePath) -> Bool = { _ in true }) -> [Photo] {
    zip(files, photos).compactMap { file, photo in
      guard file.state == nil, !file.isAway, photo.kind == .picture, scope.contains(photo.path), isTouched(photo.path)
      else { return nil }
      let isOpen = photo.state == .pending || doubtful.contains(photo.path) || failed.contains(photo.path)
      return scope.isForced || isOpen ? photo : nil
    }
  }

  /// - Returns: the places of files whose names say nothing and into which nobody has looked as they are.
  func unfamiliar(among files: [ListedFile]) -> [Int] {
    files.indices.filter { index in
      let file = files[index]
      guard file.kind == nil, file.state == nil, !file.isAway else { return false }
      guard let known = photo(at: file.path), known.isSurely(file) else { return true }
      return known.state == .pending || failed.contains(file.path) || unreached.contains(file.path)
    }
  }

  /// Files that may have another content count as not looked at yet; what is known of them is in the cache alone.
  mutating func setDoubtfulAside() {
    for path in doubtful.subtracting(failed) {
      guard let position = position(of: path) else { continue }
      for face in photos[position].faces { places[Int(face.id.rawValue)] = nil }
      photos[position].faces = []
      photos[position].state = .pending
    }
  }

  /// Nothing that is known is in the cache any more.
  mutating func distrust() { failed.formUnion(photos.lazy.map(\.path)) }

  /// Gives a photo its new state and faces.
  /// - Parameters:
  ///   - photo: without faces; one that is no longer listed is left out.
  ///   - failed: whether the state says nothing about the file's content.
  /// - Returns: the photo with its faces; nil where an embedding's length differs from the library's others.
  mutating func update(_ photo: Photo, faces: [DetectedFace], failed isFailed: Bool) -> Photo? {
    guard let position = position(of: photo.path) else { return photo }
    guard fit(faces) else { return nil }
    var photo = photo
    photo.isAway = photos[position].isAway
    photo.faces = keeps(faces, of: photos[position]) ? photos[position].faces : replace(photos[position].faces, faces)
    photos[position] = photo
    place(photo.faces, at: position)
    doubtful.remove(photo.path)
    if isFailed { failed.insert(photo.path) } else { failed.remove(photo.path) }
    return photo
  }

  /// Takes a photo outside the folder, with faces that are searched for.
  /// - Returns: the photo with its faces; nil where an embedding's length differs from the library's others.
  mutating func admit(_ photo: Photo, faces: [DetectedFace], content: ContentID? = nil) -> Photo? {
    guard fit(faces) else { return nil }
    var photo = photo
    let known = guests[photo.path].flatMap { keeps(faces, of: $0) ? $0.faces : nil }
    photo.faces = known ?? replace([], faces)
    guests.add(photo, content)
    return photo
  }

  /// Whether all embeddings have one length, the library's.
  private func fit(_ faces: [DetectedFace]) -> Bool {
    faces.allSatisfy { $0.embedding.count == (matrix.count > 0 ? matrix.dimensions : faces[0].embedding.count) }
  }

  /// Faces that are the same keep their ids, by which a query or marks may refer to them.
  private func keeps(_ faces: [DetectedFace], of photo: Photo) -> Bool {
    photo.faces.count == faces.count
      && zip(photo.faces, faces).allSatisfy { old, new in
        Face(new, id: old.id) == old && matrix[Int(old.id.rawValue)] == corrected(new.embedding)
      }
  }

  private mutating func replace(_ old: [Face], _ faces: [DetectedFace]) -> [Face] {
    for face in old { places[Int(face.id.rawValue)] = nil }
    return faces.compactMap { face in
      guard matrix.append(corrected(face.embedding)) else { return nil }
      places.append(nil)
      return Face(face, id: FaceID(Int64(matrix.count - 1)))
    }
  }
}

extension FilePath {
  /// Whether any folder on the way to a file is one of these.
  fileprivate func isInside(_ folders: Set<FilePath>) -> Bool {
    var folder = removingLastComponent()
    while !folder.isEmpty {
      if folders.contains(folder) { return true }
      folder.removeLastComponent()
    }
    return false
  }
}
