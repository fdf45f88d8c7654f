import Learning
import SystemPackage

/// Whether learning helps the people whose faces are confirmed and leaves others as they are, on a labelled album.
///
/// For each seed half of the people are seen: half of their photos are confirmed and learnt from. Every other photo is a
/// query once, against all of these other photos, by its largest face. A correction that is refused changes nothing.
public struct LearningEvaluation: Sendable {
  public struct Scores: Sendable {
    /// Means over the seeds.
    public private(set) var before = RecognitionScore()
    public private(set) var after = RecognitionScore()

    mutating func add(_ before: RecognitionScore, _ after: RecognitionScore, share: Double) {
      self.before.add(before, share: share)
      self.after.add(after, share: share)
    }
  }

  public private(set) var seen = Scores()
  public private(set) var unseen = Scores()
  public private(set) var seeds = 0
  /// How many corrections were kept.
  public private(set) var kept = 0

  /// - Parameter seeds: at least one.
  /// - Throws: as `PhotoLibrary.learn`.
  public init(_ library: PhotoLibrary, labels: [ConfirmedFace], seeds: ClosedRange<Int>) throws(LibraryError) {
    self.seeds = seeds.count
    let all = try ConfirmedEmbeddings(labels, in: library.uncorrectedContents(), of: library)
    for seed in seeds {
      let split = AlbumSplit(people: all.embeddings.people, seed: UInt64(bitPattern: Int64(seed)))
      try add(all, split, library, share: 1 / Double(seeds.count))
    }
  }

  private mutating func add(
    _ all: ConfirmedEmbeddings, _ split: AlbumSplit, _ library: PhotoLibrary, share: Double
  ) throws(LibraryError) {
    let d = all.embeddings.dimensions
    func embedding(_ face: Int) -> ArraySlice<Float> { all.embeddings.rows[face * d..<(face + 1) * d] }
    var confirmed = LabelledEmbeddings(dimensions: d)
    for (face, person) in split.confirmed { confirmed.append(embedding(face), person: person) }
    let others = split.others.flatMap { embedding($0) }
    let outcome = CorrectionLearning(resemblance: library.pack.thresholds.everything)
      .run(confirmed, unconfirmed: others + all.unconfirmed)
    if outcome.projection != nil { kept += 1 }
    let corrected = outcome.projection?.apply(others) ?? others
    let people = split.others.map { all.embeddings.people[$0] }
    for isSeen in [true, false] {
      let queries = people.indices.filter { split.seen.contains(people[$0]) == isSeen }
      let before = RecognitionScore(others, people: people, queries: queries)
      let after = RecognitionScore(corrected, people: people, queries: queries)
      if isSeen { seen.add(before, after, share: share) } else { unseen.add(before, after, share: share) }
    }
  }
}

/// Which people are seen, and which of their faces are confirmed.
private struct AlbumSplit {
  private(set) var seen: Set<Int> = []
  /// Numbered anew.
  private(set) var confirmed: [(face: Int, person: Int)] = []
  private(set) var others: [Int] = []

  init(people: [Int], seed: UInt64) {
    var random = Pseudorandom(seed: seed)
    let order = Set(people).sorted().shuffled(using: &random)
    seen = Set(order.prefix(order.count / 2))
    for (number, person) in order.enumerated() {
      let faces = people.indices.filter { people[$0] == person }.shuffled(using: &random)
      let learnt = seen.contains(person) ? faces.count / 2 : 0
      confirmed += faces[..<learnt].map { ($0, number) }
      others += faces[learnt...]
    }
  }
}
