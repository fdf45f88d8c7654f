import Library
import SystemPackage

/// A face that is searched for, and where it is.
struct QueryPlace: Sendable, Equatable {
  let face: FaceID
  let photo: FilePath
  /// Its number in its photo, from 1.
  let number: Int
}

extension Matches {
  /// As the library is asked.
  var question: FaceQuery { FaceQuery(queries.map(\.face), by: combination, leavingOut: leftOut) }

  /// "2 query faces · best"; nil for one.
  var queryTitle: String? {
    queries.count > 1 ? "\(queries.count) query faces · \(combination.rawValue)" : nil
  }

  /// The query that the match under the cursor is most alike.
  var nearestQuery: QueryPlace {
    guard let index = current?.query, queries.indices.contains(index) else { return queries[0] }
    return queries[index]
  }
}
