import Faces
import Library
import SystemPackage
import TerminalUI

@testable import GalleryUI

/// Twelve photos of one to three faces on four days, with landmarks; face 1 of photo 0 is the query.
func acquaintances() -> [Photo] {
  (0..<12).map { index in
    var photo = photo(index, faces: index % 3 + 1)
    photo.captured = index == 11 ? nil : "2021-06-0\(index / 3 + 1) 12:0\(index % 10):00"
    for number in photo.faces.indices {
      let box = photo.faces[number].box
      photo.faces[number].landmarks = [(0.3, 0.4), (0.7, 0.44), (0.55, 0.6), (0.35, 0.8), (0.65, 0.82)].map {
        Point(x: box.x + box.width * $0.0, y: box.y + box.height * $0.1)
      }
    }
    return photo
  }
}

/// A ranking of all their faces; the first queries are those asked for.
func acquaintancesRanked(_ queries: [FaceID] = [FaceID(0)]) -> [Match] {
  let faces = acquaintances().flatMap { photo in photo.faces.indices.map { (photo, $0) } }
  var scores: [Float] = (0..<faces.count).map { 0.9 - 0.05 * Float($0) }
  scores[4] = 0.42
  let all = faces.enumerated().map { index, place in
    Match(
      face: place.0.faces[place.1].id, photo: place.0.path, number: place.1 + 1, score: scores[index],
      query: index % queries.count,
      queryScores: queries.count > 1 ? PairScores(pairs(scores[index], index, queries.count)) : [])
  }
  let head = queries.enumerated().compactMap { index, query in
    all.first { $0.face == query }.map { match in
      Match(face: query, photo: match.photo, number: match.number, score: 1, standing: .query, query: index)
    }
  }
  var rest = all.filter { !queries.contains($0.face) }.sorted { $0.score > $1.score }
  var seen: Set<FilePath> = []
  for index in rest.indices where !seen.insert(rest[index].photo).inserted && rest[index].score > 0.36 {
    rest[index].standing = .second
  }
  return head + rest
}

/// A face's score against each query: the highest is its own, the others are less by a hundredth each.
private func pairs(_ score: Float, _ index: Int, _ count: Int) -> [Float] {
  (0..<count).map { query in score - 0.01 * Float((query - index % count + count) % count) }
}

/// At the matches of the first face; keys follow, and each ranking is answered for the queries that it asks about.
func atAcquaintances(_ keys: String, columns: Int = 120, rows: Int = 40) throws -> State {
  var state = state(acquaintances(), columns: columns, rows: rows)
  try press("<Enter> <Enter> " + keys, in: &state)
  return state
}

/// Like `type`, but answers with what was asked for.
@discardableResult
func press(_ keys: String, in state: inout State) throws -> [Effect] {
  var others: [Effect] = []
  for word in keys.split(separator: " ") {
    let quoted = word.hasPrefix("<") ? String(word) : "\"\(word)\""
    for key in try [Key](file: quoted) {
      for effect in update(&state, .key(key)) {
        if case .rank(let query) = effect {
          others += update(&state, .ranked(query: query, Ranking(acquaintancesRanked(query.faces))))
        } else {
          others.append(effect)
        }
      }
    }
  }
  return others
}
