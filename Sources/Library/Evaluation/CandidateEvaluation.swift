import Learning
import SystemPackage

/// How well ways to combine the scores against several confirmed faces find the rest of a person's photos in a labelled
/// album: for each person some of the photos are confirmed by chance, and all others ranked by their likeliest face.
public struct CandidateEvaluation: Sendable {
  /// What one way comes to.
  public struct Row: Sendable {
    public let likeness: PersonLikeness
    /// Confirmed faces of each person.
    public let confirmed: Int
    /// Of the rankings of all people and draws.
    public let meanAveragePrecision: Double
    /// All rankings taken together; nil where no threshold is that precise.
    public let recallAt99Precision: VerificationCurve.Operating?
    public let recallAt95Precision: VerificationCurve.Operating?
  }

  public static let ways: [PersonLikeness] = [
    .best, .blend(90), .blend(80), .blend(70), .blend(50), .bestOf(2), .bestOf(3), .mean,
  ]

  public private(set) var rows: [Row] = []

  private struct Labelled {
    let person: String
    let largest: FaceID
    let faces: [FaceID]
  }

  /// - Parameters:
  ///   - people: by path relative to the library's folder, which must be indexed.
  ///   - counts: how many faces are confirmed.
  ///   - draws: of each person and count.
  public init(_ library: PhotoLibrary, people: [FilePath: String], counts: [Int] = [1, 3, 10], draws: Int = 50) {
    let photos = people.sorted { $0.key.string < $1.key.string }.compactMap { path, person -> Labelled? in
      guard let photo = library.photo(at: path),
        let largest = photo.faces.max(by: { $0.box.width * $0.box.height < $1.box.width * $1.box.height })
      else { return nil }
      return Labelled(person: person, largest: largest.id, faces: photo.faces.map(\.id))
    }
    let table = ScoreTable(photos.map(\.largest), photos.flatMap(\.faces), in: library)
    for count in counts {
      var results = Self.ways.map { _ in Result() }
      var random = Pseudorandom(seed: UInt64(count))
      for person in Set(photos.map(\.person)).sorted() {
        let own = photos.indices.filter { photos[$0].person == person }
        guard own.count > count else { continue }
        for _ in 0..<draws {
          let confirmed = Array(own.shuffled(using: &random).prefix(count))
          let scores = Self.scores(of: photos, confirmed, table)
          for (way, likeness) in Self.ways.enumerated() {
            results[way].add(scores.map { (likeness($0.scores), photos[$0.photo].person == person) })
          }
        }
      }
      rows += zip(Self.ways, results).map { $1.row($0, confirmed: count) }
    }
  }

  /// Of the likeliest face of each photo that is not confirmed: its scores against all confirmed.
  private static func scores(
    of photos: [Labelled], _ confirmed: [Int], _ table: ScoreTable
  ) -> [(photo: Int, scores: [Float])] {
    photos.indices.filter { !confirmed.contains($0) }.compactMap { photo in
      photos[photo].faces.map { face in confirmed.map { table.score($0, face) } }
        .max { ($0.max() ?? -1) < ($1.max() ?? -1) }.map { (photo, $0) }
    }
  }

  /// What the rankings of one way come to.
  private struct Result {
    private var precisions: [Double] = []
    private var scores: [Float] = []
    private var isSame: [Bool] = []

    mutating func add(_ ranking: [(score: Float, isSame: Bool)]) {
      let sorted = ranking.sorted { $0.score > $1.score }
      precisions.append(AlbumEvaluation.averagePrecision(sorted.map(\.isSame)))
      scores += sorted.map(\.score)
      isSame += sorted.map(\.isSame)
    }

    func row(_ likeness: PersonLikeness, confirmed: Int) -> Row {
      let curve = VerificationCurve(scores: scores, isSame: isSame)
      return Row(
        likeness: likeness, confirmed: confirmed,
        meanAveragePrecision: precisions.reduce(0, +) / Double(max(1, precisions.count)),
        recallAt99Precision: curve.recall(atPrecision: 0.99), recallAt95Precision: curve.recall(atPrecision: 0.95))
    }
  }
}

/// The scores of some faces with some others.
private struct ScoreTable {
  private var columns: [FaceID: Int] = [:]
  private var scores: [[Float]] = []

  init(_ rows: [FaceID], _ faces: [FaceID], in library: PhotoLibrary) {
    let embeddings = faces.map { library.embedding(of: $0) ?? [] }
    for (column, face) in faces.enumerated() { columns[face] = column }
    scores = rows.map { row in
      let own = library.embedding(of: row) ?? []
      return embeddings.map { other in zip(own, other).reduce(Float(0)) { $0 + $1.0 * $1.1 } }
    }
  }

  func score(_ row: Int, _ face: FaceID) -> Float { columns[face].map { scores[row][$0] } ?? -1 }
}
