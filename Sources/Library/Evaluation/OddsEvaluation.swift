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
  public var rows: [Row] { rows(of: PairQuality.allCases) }
  /// By quality.
  private var tables: [[Row]]

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
    let table = zip(Self.bounds, Self.bounds.dropFirst()).map { Row(range: $0..<$1) }
    tables = PairQuality.allCases.map { _ in table }
    for second in labelled.indices {
      for first in 0..<second {
        let score = zip(embeddings[first], embeddings[second]).reduce(Float(0)) { $0 + $1.0 * $1.1 }
        let quality = PairQuality(labelled[first].face.quality.value, labelled[second].face.quality.value)
        let isWrong = labelled[first].person != labelled[second].person
        add(odds.chanceOfError(score, quality), isWrong: isWrong, quality)
      }
    }
  }

  /// Of pairs whose worse face tells so much.
  public func rows(of qualities: [PairQuality]) -> [Row] {
    tables[0].indices.map { place in
      var sum = Row(range: tables[0][place].range)
      for row in qualities.map({ tables[$0.rawValue][place] }) {
        sum.pairs += row.pairs
        sum.wrong += row.wrong
        sum.stated += row.stated
      }
      if sum.pairs > 0 { sum.stated /= Double(sum.pairs) }
      return sum
    }
  }

  /// Until it is asked for, `stated` is the sum.
  private mutating func add(_ chance: Double, isWrong: Bool, _ quality: PairQuality) {
    guard let index = tables[0].firstIndex(where: { $0.range.contains(chance) }) else { return }
    tables[quality.rawValue][index].pairs += 1
    tables[quality.rawValue][index].wrong += isWrong ? 1 : 0
    tables[quality.rawValue][index].stated += chance
  }
}
