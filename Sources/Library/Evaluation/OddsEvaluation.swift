import Odds
import SystemPackage

/// How far the stated chances of error are true: pairs of the largest faces of labelled photos, by what is stated.
public struct OddsEvaluation: Sendable {
  /// Pairs whose stated chance lies in a range.
  public struct Row: Sendable, Equatable {
    /// From the lower bound on, and below the upper one.
    public var range: Range<Double>
    public var pairs = 0
    public var wrong = 0
    /// Mean of what was stated.
    public var stated = 0.0
  }

  /// From sure to unsure; those without pairs, too.
  public private(set) var rows: [Row]

  private static let bounds = [0, 1e-4, 1e-3, 1e-2, 0.1, 0.5, 1.01]

  /// - Parameter people: by path relative to the library's folder, which must be indexed.
  public init(_ library: PhotoLibrary, people: [FilePath: String]) {
    let odds = library.odds()
    let labelled = people.sorted { $0.key.string < $1.key.string }.compactMap { path, person in
      library.photo(at: path)?.faces.max { $0.box.width * $0.box.height < $1.box.width * $1.box.height }.map {
        (face: $0, person: person)
      }
    }
    let embeddings = labelled.map { library.embedding(of: $0.face.id) ?? [] }
    rows = zip(Self.bounds, Self.bounds.dropFirst()).map { Row(range: $0..<$1) }
    for second in labelled.indices {
      for first in 0..<second {
        let score = zip(embeddings[first], embeddings[second]).reduce(Float(0)) { $0 + $1.0 * $1.1 }
        let quality = PairQuality(labelled[first].face.quality.value, labelled[second].face.quality.value)
        add(
          odds.chanceOfError(score, quality), isWrong: labelled[first].person != labelled[second].person)
      }
    }
    for index in rows.indices where rows[index].pairs > 0 { rows[index].stated /= Double(rows[index].pairs) }
  }

  private mutating func add(_ chance: Double, isWrong: Bool) {
    guard let index = rows.firstIndex(where: { $0.range.contains(chance) }) else { return }
    rows[index].pairs += 1
    rows[index].wrong += isWrong ? 1 : 0
    rows[index].stated += chance
  }
}
