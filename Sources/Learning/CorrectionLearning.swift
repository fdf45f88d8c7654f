/// Learns a correction of embeddings from confirmed faces, and whether it helps.
///
/// Each confirmed face is held out once: in three rounds the projection is fitted to the other two thirds, and the third
/// is searched with. Within a round a part of the faces that are fitted decides when to stop. The result, fitted to all
/// faces, is handed out only where the held-out faces were recognised better.
public struct CorrectionLearning: Sendable {
  /// - Parameter resemblance: scores from which on an unconfirmed face may be a confirmed person: a pack's lenient
  ///   threshold.
  public init(resemblance: Float, threads: Int = 2) {
    settings.resemblance = resemblance
    settings.threads = threads
  }

  public struct Outcome: Sendable {
    /// Of held-out faces, without and with a correction that had not seen them.
    public var before, after: RecognitionScore
    /// 99 of 100 pairs of unconfirmed faces change their score by at most this; nil where there are none.
    public var strangerShift: Float?
    /// nil where it is refused.
    public var projection: Projection?
    /// Why it is refused.
    public var refusal: String?
  }

  public static let leastFacesPerPerson = 3
  public static let leastPeople = 2
  /// A correction is weakened until no more than 1 in 100 pairs of unconfirmed faces change their score by more.
  public static let largestStrangerShift: Float = 0.1

  private static let rounds = 3
  private static let checkpoints = [10, 20, 40, 60]
  private static let queriesPerRound = 500
  private static let mostStrangers = 1024

  private var settings = ProjectionTraining.Settings()

  /// - Parameters:
  ///   - faces: at least two people with at least three faces each.
  ///   - unconfirmed: all other faces of the library, one after the other.
  public func run(_ faces: LabelledEmbeddings, unconfirmed: [Float]) -> Outcome {
    let products = Products(threads: settings.threads)
    let strangers = thinned(unconfirmed, faces.dimensions)
    let fold = Self.folds(faces.people, count: Self.rounds)
    var (before, after) = (ScoreTally(), ScoreTally())
    var steps: [Int] = []
    for round in 0..<Self.rounds {
      let heldOut = faces.people.indices.filter { fold[$0] == round }
      let training = faces.subset(faces.people.indices.filter { fold[$0] != round })
      let chosen = stoppingPoint(training, strangers)
      steps.append(chosen)
      let projection = fit(training, strangers, steps: chosen)
      let queries = Self.spread(heldOut, Self.queriesPerRound)
      before.add(faces.rows, people: faces.people, queries: queries, products: products)
      let corrected = projection?.apply(faces.rows, threads: settings.threads) ?? faces.rows
      after.add(corrected, people: faces.people, queries: queries, products: products)
    }
    var outcome = Outcome(before: before.score, after: after.score)
    outcome.refusal = Self.refusal(before, after)
    guard outcome.refusal == nil, let projection = fit(faces, strangers, steps: steps.sorted()[Self.rounds / 2])
    else {
      outcome.refusal = outcome.refusal ?? "most rounds stopped before the first step"
      return outcome
    }
    outcome.strangerShift = StrangerShift(strangers, products, dimensions: faces.dimensions).of(projection)
    outcome.projection = projection
    return outcome
  }

  // MARK: - Parts

  /// Which round holds a face out: each person's faces are dealt to the rounds in a random order.
  static func folds(_ people: [Int], count: Int) -> [Int] {
    var random = Pseudorandom(seed: 2)
    var fold = [Int](repeating: 0, count: people.count)
    for (person, faces) in Dictionary(grouping: people.indices, by: { people[$0] }).sorted(by: { $0.key < $1.key }) {
      for (place, face) in faces.shuffled(using: &random).enumerated() { fold[face] = (place + person) % count }
    }
    return fold
  }

  /// After how many steps a third of the faces, held out from the others, is recognised best.
  /// - Returns: 0 where it is best not to begin.
  private func stoppingPoint(_ faces: LabelledEmbeddings, _ strangers: [Float]) -> Int {
    let fold = Self.folds(faces.people, count: 3)
    let sizes = faces.people.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    let validation = faces.people.indices.filter { fold[$0] == 0 && sizes[faces.people[$0], default: 0] >= 3 }
    guard !validation.isEmpty else { return Self.checkpoints[2] }
    let held = Set(validation)
    let training = faces.subset(faces.people.indices.filter { !held.contains($0) })
    let projections = projections(training, strangers, checkpoints: Self.checkpoints)
    let queries = Self.spread(validation, Self.queriesPerRound / 2)
    var best = (steps: 0, score: precision(faces, queries, nil))
    for (steps, projection) in zip(Self.checkpoints, projections) {
      let score = precision(faces, queries, projection)
      if score > best.score { best = (steps, score) }
    }
    return best.steps
  }

  /// Each as strong as strangers allow.
  private func projections(
    _ faces: LabelledEmbeddings, _ strangers: [Float], checkpoints: [Int]
  ) -> [Projection] {
    let products = Products(threads: settings.threads)
    let shift = StrangerShift(strangers, products, dimensions: faces.dimensions)
    return ProjectionTraining(faces, strangers: strangers, settings: settings).run(checkpoints: checkpoints)
      .map { shift.limited($0, to: Self.largestStrangerShift) }
  }

  private func precision(_ faces: LabelledEmbeddings, _ queries: [Int], _ projection: Projection?) -> Double {
    var tally = ScoreTally()
    let rows = projection?.apply(faces.rows, threads: settings.threads) ?? faces.rows
    tally.add(rows, people: faces.people, queries: queries, products: Products(threads: settings.threads))
    return tally.score.meanAveragePrecision
  }

  private func fit(_ faces: LabelledEmbeddings, _ strangers: [Float], steps: Int) -> Projection? {
    guard steps > 0 else { return nil }
    return projections(faces, strangers, checkpoints: [steps]).first
  }

  /// - Returns: nil where the held-out faces are recognised better, and not by chance.
  static func refusal(_ before: ScoreTally, _ after: ScoreTally) -> String? {
    let (old, new) = (before.score, after.score)
    // A single face may change sides by chance.
    let tolerance = max(0.005, 1.5 / Double(max(1, old.queries)))
    if new.rank1 < old.rank1 - tolerance { return "fewer held-out faces find the right person first" }
    if new.recall <= old.recall { return "no more pairs of held-out faces are told apart at 99 % precision" }
    let gains = zip(after.averagePrecisions, before.averagePrecisions).map { $0 - $1 }
    let mean = gains.reduce(0, +) / Double(max(1, gains.count))
    let variance = gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, gains.count - 1))
    let error = (variance / Double(max(1, gains.count))).squareRoot()
    return mean > 2.5 * error ? nil : "what held-out faces gain may be chance"
  }

  private func thinned(_ rows: [Float], _ d: Int) -> [Float] {
    Self.spread(Array(0..<rows.count / d), Self.mostStrangers).flatMap { rows[$0 * d..<($0 + 1) * d] }
  }

  /// At most so many of the indices, evenly spread.
  private static func spread(_ indices: [Int], _ most: Int) -> [Int] {
    indices.count <= most ? indices : (0..<most).map { indices[$0 * indices.count / most] }
  }
}
