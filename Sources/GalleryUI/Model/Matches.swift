import Faces
import Library
import SystemPackage

/// The ranked faces of a query.
struct Matches: Sendable, Equatable {
  /// At least one.
  private(set) var queries: [QueryPlace]
  var combination = ScoreCombination.best {
    didSet { isStale = isStale || combination != oldValue }
  }

  /// The first of the queries.
  var query: FaceID { queries[0].face }
  var photo: FilePath { queries[0].photo }
  /// Its number in its photo, from 1.
  var number: Int { queries[0].number }

  /// The queries, the others that the filter lets through with the best first, and last those of the queries' own photos
  /// that are somebody else.
  private(set) var ranked: Ranking = []
  /// The same without a filter.
  private(set) var all: Ranking = []
  /// As the library gave them.
  private var given: Ranking = []
  /// Which matches are shown, by their photos.
  private(set) var filter = FilterExpression()
  private(set) var order = MatchOrder()
  /// Faces that are in several files of one picture.
  private(set) var copies = FaceCopies()
  /// Whether copies of a picture are shown as one.
  private(set) var isFolded = false
  /// Copies that stand behind faces that are shown; where they are not folded, those that are shown as well.
  private var copyCounts: [FaceID: Int] = [:]
  /// Of each of `ranked`, whether it is a copy of one before it; empty where none is.
  private var repeats: [Bool] = []
  /// Faces that are somebody else by the user's word.
  private var strangers: Set<FaceID> = []
  /// Faces of no interest.
  private var ignored: Set<FaceID> = []
  /// Whether those are shown all the same.
  private(set) var showsIgnored = false
  /// How many of `ranked` are in the order of their scores: all but those of the query's own photo.
  private(set) var comparable = 0
  /// Whether faces of the query's own photo are ranked like others.
  private(set) var countsSamePhoto = false
  private(set) var histogram = Histogram(scores: [])
  var cursor = 0 {
    didSet { if cursor != oldValue { awaitedRank = nil } }
  }
  /// The rank at which the cursor is to be once the next ranking has come; nil where it follows its face.
  var awaitedRank: Int?
  var top = 0
  var marks: Set<FaceID> = []
  /// Where a range of marks began.
  var anchor: FaceID?
  var asTiles = false
  /// Index into `MatchesLayout.rowHeights` or `tileWidths`.
  var level = 1

  private(set) var grouping = Grouping.none
  /// nil where matches stand in the order of `ranked`.
  private(set) var places: MatchPlaces?
  /// The same where they are grouped.
  var groups: MatchPlaces? { grouping == .none ? nil : places }

  /// A ranking that was asked for and has not come yet.
  var asked: FaceQuery?
  /// The library has changed since the last ranking was asked for.
  var isStale = true
  var isRanked = false
  /// Ranks of faces that came above the visible part and were not seen yet, rising.
  private(set) var unseen: [Int] = []

  init(query: FaceID, photo: FilePath, number: Int) {
    queries = [QueryPlace(face: query, photo: photo, number: number)]
  }

  var current: Match? { ranked.indices.contains(cursor) ? ranked[cursor] : nil }

  /// Index of the best match.
  var best: Int { ranked.count > queryCount ? queryCount : 0 }

  /// Faces besides the queries that are shown.
  var others: Int { ranked.count - queryCount }

  /// Queries at the head of `ranked`.
  private(set) var queryCount = 0

  /// Number of matches that count as the same person; copies of a picture count once.
  func same(above threshold: Float) -> Int {
    (0..<count(above: threshold)).count { ranked.canBeSame(at: $0) && (repeats.isEmpty || !repeats[$0]) }
  }

  /// How many copies of shown faces there are.
  var foldable: Int { copyCounts.values.reduce(0, +) }

  /// Copies that are not shown, of a face that is.
  func foldedCopies(of face: FaceID) -> Int { isFolded ? copyCounts[face] ?? 0 : 0 }

  /// Ranks without a filter, of each of `ranked`; nil where none is hidden.
  private var ranks: [Int]?

  /// The rank among all matches by their scores, shown or not, that the user sees: 0 is a query.
  func rank(of index: Int) -> Int {
    guard let ranks else { return max(0, index - queryCount + 1) }
    return ranks.indices.contains(index) ? ranks[index] : 0
  }

  /// The number of a place of the list: 1 is the first after the queries, which have none.
  func number(ofPlace place: Int) -> Int? { place < queryCount ? nil : place - queryCount + 1 }

  /// The place with a number.
  func place(ofNumber number: Int) -> Int { queryCount + number - 1 }

  /// Number of leading indices at or above a threshold, the queries' among them.
  func count(above threshold: Float) -> Int {
    var (low, high) = (queryCount, comparable)
    while low < high {
      let middle = (low + high) / 2
      if ranked.score(at: middle) >= threshold { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The cursor stays on its face, unless it is still on the best.
  mutating func take(_ matches: Ranking, _ photos: PhotoTable) {
    given = matches
    show(photos, following: cursor != best && awaitedRank == nil)
    isRanked = true
  }

  /// - Parameter isFollowing: whether the cursor stays on its face, or goes to the one that comes next where it is gone.
  private mutating func show(_ photos: PhotoTable, following isFollowing: Bool) {
    let before = (all: all, face: isFollowing ? current?.face : nil)
    let known = Set((0..<(isFollowing ? cursor : 0)).map { ranked.face(at: $0) }).subtracting(
      unseen.map { ranked.face(at: $0) })
    let awaited = awaitedRank
    all = (countsSamePhoto ? given.countingSamePhoto : given).leavingOut(leftOut)
    let passes = photos.passing(filter)
    var passing = filter.terms.isEmpty ? nil : all.indices.filter { passes(all[$0]) }
    let folding = copies.isEmpty ? nil : all.folding(copies, passing ?? Array(all.indices))
    copyCounts = folding?.copies ?? [:]
    if isFolded, let folding, !folding.copies.isEmpty { passing = folding.places }
    ranked = passing.map { all.keeping($0) } ?? all
    repeats =
      isFolded || copyCounts.isEmpty ? [] : Self.repeats(among: passing ?? Array(all.indices), folding?.places ?? [])
    queryCount = ranked.queryCount
    ranks = passing.map { $0.map { max(0, $0 - queryCount + 1) } }
    comparable = ranked.comparableCount
    histogram = Histogram(scores: (queryCount..<comparable).lazy.map { [ranked] in ranked.score(at: $0) })
    let place = before.face.flatMap { face in ranked.index(of: face) ?? follower(of: face, before.all) }
    cursor = place ?? awaited.map { max(best, min(ranked.count - 1, queryCount + $0 - 1)) } ?? best
    awaitedRank = nil
    unseen = place != nil && isRanked ? (0..<cursor).filter { !known.contains(ranked.face(at: $0)) } : []
    arrange(photos)
    forgetGoneMarks()
  }

  /// Where the next face of an earlier ranking is that is still shown, or else the last; nil where the face has left the
  /// ranking itself.
  private func follower(of face: FaceID, _ before: Ranking) -> Int? {
    guard all.index(of: face) != nil, let start = before.index(of: face) else { return nil }
    let shown = Dictionary(ranked.indices.map { (ranked.face(at: $0), $0) }) { first, _ in first }
    let next = (start..<before.count).lazy.compactMap { shown[before.face(at: $0)] }.first
    return next ?? max(best, ranked.count - 1)
  }

  /// Marks of faces that a filter hides stay.
  private mutating func forgetGoneMarks() {
    guard !marks.isEmpty || anchor != nil else { return }
    let present = Set(all.indices.map { all.face(at: $0) })
    marks.formIntersection(present)
    if let face = anchor, !present.contains(face) { anchor = nil }
  }

  /// Ranks faces of the query's own photo like others, or last again.
  mutating func toggleSamePhoto(_ photos: PhotoTable) {
    countsSamePhoto.toggle()
    show(photos, following: cursor != best)
    unseen = []
  }

  mutating func filter(by expression: FilterExpression, _ photos: PhotoTable) {
    filter = expression
    show(photos, following: true)
    unseen = []
  }

  /// - Parameters:
  ///   - places: rising.
  ///   - first: those of them that are not repeated ones.
  private static func repeats(among places: [Int], _ first: [Int]) -> [Bool] {
    var next = first[...]
    return places.map { place in
      if next.first == place {
        next.removeFirst()
        return false
      }
      return true
    }
  }

  // MARK: - Decisions

  /// Faces that are in no list.
  var leftOut: Set<FaceID> { showsIgnored ? strangers : strangers.union(ignored) }

  /// Ranked faces of no interest, shown or not.
  var ignoredCount: Int { ignored.isEmpty ? 0 : given.indices.count { ignored.contains(given.face(at: $0)) } }

  func isIgnored(_ face: FaceID) -> Bool { ignored.contains(face) }

  /// What is left out has changed. The cursor stays on its face, or goes to the one that comes next.
  mutating func leaveOut(strangers: Set<FaceID>, ignored: Set<FaceID>, _ photos: PhotoTable) {
    guard strangers != self.strangers || ignored != self.ignored else { return }
    changeLeftOut(photos) { ($0.strangers, $0.ignored) = (strangers, ignored) }
  }

  mutating func toggleIgnored(_ photos: PhotoTable) { changeLeftOut(photos) { $0.showsIgnored.toggle() } }

  private mutating func changeLeftOut(_ photos: PhotoTable, _ change: (inout Matches) -> Void) {
    let before = leftOut
    change(&self)
    guard leftOut != before else { return }
    isStale = true
    guard isRanked else { return }
    let places = (place(of: cursor)..<ranked.count).lazy.map { [self] in ranked.face(at: index(at: $0)) }
    let next = places.first { !leftOut.contains($0) } ?? (0..<cursor).reversed().map { ranked.face(at: $0) }.first {
      !leftOut.contains($0)
    }
    if let next, let index = ranked.index(of: next) { cursor = index }
    show(photos, following: true)
    unseen = []
  }

  // MARK: - Copies

  /// Which faces are copies of each other was found out.
  mutating func take(_ copies: FaceCopies, _ photos: PhotoTable) {
    guard copies != self.copies else { return }
    self.copies = copies
    if isRanked { show(photos, following: cursor != best) }
    unseen = []
  }

  mutating func toggleFolding(_ photos: PhotoTable) {
    isFolded.toggle()
    show(photos, following: true)
    unseen = []
  }

  mutating func order(by order: MatchOrder, _ photos: PhotoTable) {
    self.order = order
    arrange(photos)
  }

  mutating func group(by grouping: Grouping, _ photos: PhotoTable) {
    self.grouping = grouping
    arrange(photos)
  }

  /// Whether some matches are not shown.
  var isFiltered: Bool { !filter.terms.isEmpty }

  /// Faces besides the queries, shown or not.
  var othersInAll: Int { all.count - all.queryCount }

  /// How many of the unseen are worth a look: those that are not called somebody else at a threshold.
  func announced(_ thresholds: ModelPack.Thresholds, cut: Float) -> Int {
    unseen.count { index in
      let (score, standing) = (ranked[index].score, ranked[index].standing)
      return [.same, .maybe].contains(Verdict(score: score, thresholds: thresholds, cut: cut, standing: standing))
    }
  }

  /// What lies at or below the first visible rank is seen.
  mutating func see(from first: Int) { unseen.removeAll { $0 >= first } }

  /// What an export writes: the query, and the marked, shown or not, or, where none is marked, all shown that count as the
  /// same person.
  func exported(threshold: Float) -> [Match] {
    let chosen =
      marks.isEmpty
      ? ranked[..<count(above: threshold)].filter(\.standing.canBeSame)
      : all.filter { marks.contains($0.face) && $0.standing != .query }
    return chosen.isEmpty ? [] : ranked.prefix(queryCount) + chosen
  }

  /// Whether an export would write anything.
  func hasExport(threshold: Float) -> Bool {
    marks.isEmpty
      ? (0..<count(above: threshold)).contains { ranked.canBeSame(at: $0) }
      : (all.queryCount..<all.count).contains { marks.contains(all.face(at: $0)) }
  }

  /// The places between the range's start and the cursor.
  var range: ClosedRange<Int>? {
    guard let anchor, let start = ranked.index(of: anchor) else { return nil }
    let (a, b) = (place(of: start), place(of: cursor))
    return min(a, b)...max(a, b)
  }

  // MARK: - Places

  /// Where an index of `ranked` is shown.
  func place(of index: Int) -> Int { places.map { $0.places.indices.contains(index) ? $0.places[index] : 0 } ?? index }

  /// The index of `ranked` that is shown at a place.
  func index(at place: Int) -> Int { places.map { $0.order.indices.contains(place) ? $0.order[place] : 0 } ?? place }

  /// Follows every change of `ranked`, `order` or `grouping`.
  private mutating func arrange(_ photos: PhotoTable) {
    let (shown, first) = (ranked, queryCount)
    let key: ((Int) -> String)?
    switch grouping {
    case .none: key = nil
    case .photo: key = { shown[$0].photo.string }
    case .day: key = { photos[shown[$0].photo]?.day ?? "" }
    }
    let isPlain = key == nil && order.isPlain
    places = isPlain ? nil : MatchPlaces(order.sorted(shown, from: first, photos), from: first, key: key)
    if !isPlain { unseen = [] }
  }

  // MARK: - Queries

  /// - Returns: whether the face was none yet.
  mutating func addQuery(_ query: QueryPlace) -> Bool {
    guard !queries.contains(where: { $0.face == query.face }) else { return false }
    queries.append(query)
    isStale = true
    return true
  }

  /// Photos have other paths; where faces lie in them has not changed.
  mutating func rename(_ follow: (FilePath) -> FilePath) {
    queries = queries.map { QueryPlace(face: $0.face, photo: follow($0.photo), number: $0.number) }
    given = given.renamed(follow)
    all = all.renamed(follow)
    ranked = ranked.renamed(follow)
    isStale = true
  }

  /// Takes queries away, but for the last.
  /// - Returns: whether any is left of those that are wanted.
  @discardableResult
  mutating func keepQueries(_ isWanted: (QueryPlace) -> Bool) -> Bool {
    let kept = queries.filter(isWanted)
    guard !kept.isEmpty else { return false }
    if kept.count < queries.count { isStale = true }
    queries = kept
    return true
  }
}

extension Photo {
  /// "2021-06-05"; nil where it is not known.
  var day: String? { captured.map { String($0.prefix(10)) } }
}

/// How many scores fall into each hundredth from -0.20 to 1.00.
struct Histogram: Sendable, Equatable {
  static let lowest: Float = -0.2
  static let binCount = 120
  private(set) var bins = [Int](repeating: 0, count: Self.binCount)

  init(scores: some Sequence<Float>) {
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
