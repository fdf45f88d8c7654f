import Faces
import SystemPackage

/// The faces of a library in the order of a ranking. It holds little of each, and makes a match of that when one is asked
/// for: most faces of a large library are never looked at.
public struct Ranking: Sendable, RandomAccessCollection, ExpressibleByArrayLiteral {
  struct Entry: Sendable, Equatable {
    /// In the matrix, which is the face's id.
    var row: Int32
    /// Position among the photos.
    var photo: Int32
    /// From 1.
    var number: Int32
    var query: Int32 = 0
    var score: Float
    /// What it would be in any other photo than the queries'.
    var standing: Standing.Elsewhere
    var isSamePhoto = false
  }

  private let entries: [Entry]
  private let source: RankingSource

  init(_ entries: [Entry], _ source: RankingSource) { (self.entries, self.source) = (entries, source) }

  /// The matches in the order given, each of another face.
  public init(_ matches: [Match]) {
    var photos: [FilePath: Int32] = [:]
    var paths: [FilePath] = []
    entries = matches.map { match in
      let photo = photos[match.photo] ?? Int32(paths.count)
      if photo == paths.count { paths.append(match.photo) }
      photos[match.photo] = photo
      return Entry(
        row: Int32(truncatingIfNeeded: match.face.rawValue), photo: photo,
        number: Int32(truncatingIfNeeded: match.number), query: Int32(truncatingIfNeeded: match.query),
        score: match.score, standing: match.standing.elsewhere, isSamePhoto: match.standing.isSamePhoto)
    }
    let scores = matches.map { (Int32(truncatingIfNeeded: $0.face.rawValue), $0.queryScores) }
    source = RankingSource(paths, scores: Dictionary(scores) { first, _ in first })
  }

  public init(arrayLiteral matches: Match...) { self.init(matches) }

  public var startIndex: Int { 0 }
  public var endIndex: Int { entries.count }

  public subscript(index: Int) -> Match {
    let entry = entries[index]
    return Match(
      face: face(at: index), photo: source.path(of: entry.photo), number: Int(entry.number), score: entry.score,
      standing: Standing(entry.standing, isSamePhoto: entry.isSamePhoto), query: Int(entry.query),
      queryScores: entry.standing == .query ? [] : source.scores(of: entry.row))
  }

  // MARK: - Without making matches

  public func face(at index: Int) -> FaceID { FaceID(Int64(entries[index].row)) }

  public func score(at index: Int) -> Float { entries[index].score }

  /// See `Standing.canBeSame`.
  public func canBeSame(at index: Int) -> Bool {
    !entries[index].isSamePhoto && [.candidate, .copy].contains(entries[index].standing)
  }

  public func index(of face: FaceID) -> Int? { entries.firstIndex { Int64($0.row) == face.rawValue } }

  /// Where faces of the same photo are.
  public func indices(onPhotoOf index: Int) -> [Int] {
    let photo = entries[index].photo
    return entries.indices.filter { entries[$0].photo == photo }
  }

  /// How many at the head are queries.
  public var queryCount: Int { entries.firstIndex { $0.standing != .query } ?? entries.count }

  /// How many are in the order of their scores: all but those at the end, of the queries' own photos.
  public var comparableCount: Int { (entries.lastIndex { !$0.isSamePhoto } ?? -1) + 1 }

  // MARK: - Others of it

  /// The matches at these places.
  public func keeping(_ places: [Int]) -> Ranking { Ranking(places.map { entries[$0] }, source) }

  /// All but some faces; queries stay.
  public func leavingOut(_ faces: Set<FaceID>) -> Ranking {
    faces.isEmpty
      ? self
      : Ranking(entries.filter { $0.standing == .query || !faces.contains(FaceID(Int64($0.row))) }, source)
  }

  /// The same of photos that have other paths.
  public func renamed(_ follow: (FilePath) -> FilePath) -> Ranking { Ranking(entries, source.renamed(follow)) }

  /// The same with faces of the query's own photo judged as any others, but that several of them may be the same
  /// person: who asks for them doubts that they are different people.
  public var countingSamePhoto: Ranking {
    let all = entries.map { entry in
      var entry = entry
      entry.isSamePhoto = false
      return entry
    }
    let start = queryCount
    return Ranking(
      all[..<start]
        + all[start...].enumerated()
        .sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }.map(\.element), source)
  }
}

extension Ranking: Equatable {
  public static func == (a: Ranking, b: Ranking) -> Bool {
    a.source === b.source ? a.entries == b.entries : a.elementsEqual(b)
  }
}

/// What the entries of a ranking refer to.
final class RankingSource: Sendable {
  /// Of a library, as they were when it was ranked; else none.
  private let photos: [Photo]
  private let paths: [FilePath]
  /// Where there are several queries.
  private let queryScores: QueryScores?
  private let given: [Int32: PairScores]

  convenience init(_ photos: [Photo], scores: QueryScores?) { self.init(photos, [], scores, [:]) }

  convenience init(_ paths: [FilePath], scores: [Int32: PairScores]) { self.init([], paths, nil, scores) }

  private init(_ photos: [Photo], _ paths: [FilePath], _ queryScores: QueryScores?, _ given: [Int32: PairScores]) {
    (self.photos, self.paths, self.queryScores, self.given) = (photos, paths, queryScores, given)
  }

  func renamed(_ follow: (FilePath) -> FilePath) -> RankingSource {
    RankingSource([], (photos.isEmpty ? paths : photos.map(\.path)).map(follow), queryScores, given)
  }

  func path(of photo: Int32) -> FilePath { photos.isEmpty ? paths[Int(photo)] : photos[Int(photo)].path }

  func scores(of row: Int32) -> PairScores { queryScores?.ofEach(Int(row)) ?? given[row] ?? [] }
}
