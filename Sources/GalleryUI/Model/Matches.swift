import Library
import SystemPackage

/// The ranked faces of a query.
struct Matches: Sendable, Equatable {
  let query: FaceID
  let photo: FilePath
  /// The query's number in its photo, from 1.
  let number: Int

  /// Best first.
  private(set) var ranked: [Match] = []
  private(set) var histogram = Histogram(scores: [])
  var cursor = 0
  var top = 0
  var marks: Set<FaceID> = []
  /// Where a range of marks began.
  var anchor: FaceID?
  var asTiles = false
  /// Index into `MatchesLayout.rowHeights` or `tileWidths`.
  var level = 1

  /// A ranking was asked for and has not come yet.
  var isAsked = false
  /// The library has changed since the last ranking was asked for.
  var isStale = true
  var isRanked = false
  /// Ranks of faces that came above the visible part and were not seen yet, rising.
  private(set) var unseen: [Int] = []

  init(query: FaceID, photo: FilePath, number: Int) {
    self.query = query
    self.photo = photo
    self.number = number
  }

  var current: Match? { ranked.indices.contains(cursor) ? ranked[cursor] : nil }

  /// Number of matches at or above a threshold; they come first.
  func count(above threshold: Float) -> Int {
    var (low, high) = (0, ranked.count)
    while low < high {
      let middle = (low + high) / 2
      if ranked[middle].score >= threshold { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The cursor stays on its face, unless it is still on the best.
  mutating func take(_ matches: [Match]) {
    let face = cursor > 0 ? current?.face : nil
    let known = Set(ranked.prefix(face == nil ? 0 : cursor).map(\.face)).subtracting(unseen.map { ranked[$0].face })
    let wasRanked = isRanked
    ranked = matches
    histogram = Histogram(scores: matches.map(\.score))
    isRanked = true
    isAsked = false
    let place = face.flatMap { face in matches.firstIndex { $0.face == face } }
    cursor = place ?? min(cursor, max(0, matches.count - 1))
    unseen = place != nil && wasRanked ? (0..<cursor).filter { !known.contains(matches[$0].face) } : []
    guard !marks.isEmpty || anchor != nil else { return }
    let present = Set(matches.map(\.face))
    marks.formIntersection(present)
    if let face = anchor, !present.contains(face) { anchor = nil }
  }

  /// What lies at or below the first visible rank is seen.
  mutating func see(from first: Int) { unseen.removeAll { $0 >= first } }

  /// What an export writes: the marked, or all above the threshold where none is marked.
  func exported(threshold: Float) -> [Match] {
    marks.isEmpty ? Array(ranked.prefix(count(above: threshold))) : ranked.filter { marks.contains($0.face) }
  }

  /// The places between the range's start and the cursor.
  var range: ClosedRange<Int>? {
    guard let anchor, let start = ranked.firstIndex(where: { $0.face == anchor }) else { return nil }
    return min(start, cursor)...max(start, cursor)
  }
}

/// How many scores fall into each hundredth from -0.20 to 1.00.
struct Histogram: Sendable, Equatable {
  static let lowest: Float = -0.2
  static let binCount = 120
  private(set) var bins = [Int](repeating: 0, count: Self.binCount)

  init(scores: [Float]) {
    for score in scores where score.isFinite { bins[Self.bin(score)] += 1 }
  }

  static func bin(_ score: Float) -> Int {
    Int(min(Float(binCount - 1), max(0, ((score - lowest) * 100).rounded(.down))))
  }

  /// The bins put together to fewer.
  func columns(_ count: Int) -> [Int] {
    (0..<count).map { column in
      bins[
        column * Self.binCount / count..<max(column * Self.binCount / count + 1, (column + 1) * Self.binCount / count)
      ]
      .reduce(0, +)
    }
  }
}
