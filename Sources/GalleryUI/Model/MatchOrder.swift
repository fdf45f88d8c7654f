import Configuration
import Library

/// The order in which matches stand: the best first, dates from the oldest, paths from A; or the other way round. Those of
/// one photo, and those without a date, which come last both ways, stay in the order of their scores.
struct MatchOrder: Sendable, Equatable {
  enum Kind: String, Sendable, CaseIterable {
    case score, date, name

    /// As the gallery sorts; nil by score.
    fileprivate var ofPhotos: Configuration.Order? {
      switch self {
      case .score: nil
      case .date: .date
      case .name: .name
      }
    }
  }

  var by = Kind.score
  var isReversed = false

  /// The order of the ranking.
  var isPlain: Bool { by == .score && !isReversed }

  /// "by date, oldest first"
  var sentence: String {
    guard let kind = by.ofPhotos else { return isReversed ? "by score, lowest first" : "by score" }
    return PhotoOrder(by: kind, isReversed: isReversed).sentence
  }

  /// Indices of a ranking in this order.
  /// - Parameters:
  ///   - first: the index after the queries, which are left out.
  func sorted(_ ranked: Ranking, from first: Int, _ photos: PhotoTable) -> [Int] {
    let indices = Array(first..<max(first, ranked.count))
    guard let kind = by.ofPhotos else { return isReversed ? indices.reversed() : indices }
    let order = PhotoOrder(by: kind, isReversed: isReversed)
    let keys = ranked.map { photos.key(of: $0.photo, by: order) }
    return indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
  }
}
