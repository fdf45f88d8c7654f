import Library

/// A query and the match under the cursor of the matches below, side by side.
struct Compare: Sendable, Equatable {
  /// Which of the two is shown in the same place while they blink; nil where both stand still.
  var blink: Side?
  /// The query that is shown, from 0; nil is the one that the match is most alike.
  var query: Int?
  /// Tells the timer of this blinking from those of earlier ones.
  var blinking = 0

  enum Side: Sendable, Equatable {
    case query, match

    var other: Side { self == .query ? .match : .query }
  }
}

extension Compare {
  /// The query that is shown, from 0.
  func shownQuery(_ matches: Matches) -> Int {
    let wanted = query ?? matches.current?.query ?? 0
    return matches.queries.indices.contains(wanted) ? wanted : 0
  }
}

extension Matches {
  /// The best match ranked after the one under the cursor that is on another photo and may be compared, wherever it stands
  /// in the list; nil where there is none.
  var runnerUp: Match? {
    guard let current else { return nil }
    return ranked[..<comparable].dropFirst(max(cursor + 1, queryCount)).first { $0.photo != current.photo }
  }

  /// Other faces on the photo of the match under the cursor, the most alike first; the query's own are not scored against
  /// itself and left out.
  var neighbours: [Match] {
    guard let current else { return [] }
    return ranked.indices(onPhotoOf: cursor).map { ranked[$0] }.filter {
      $0.face != current.face && $0.standing != .query
    }
  }
}
