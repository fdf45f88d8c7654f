import Search

/// The faces that are grouped, each content once: first those known before, then the others, each by their keys. So
/// nothing depends on the order in which they were given.
struct FaceNodes: Sendable {
  let keys: [FaceKey]
  /// Of each face all that show it.
  let photos: [Set<Int>]
  let isSufficient: [Bool]
  let matrix: EmbeddingMatrix
  let knownCount: Int
  private let places: [FaceKey: Int]

  init(_ faces: [GroupableFace], in embeddings: EmbeddingMatrix, known: FaceGroups) {
    let old = Set(known.alone).union(known.groups.flatMap(\.faces))
    let byKey = Dictionary(grouping: faces, by: \.key)
    let sorted = byKey.keys.sorted()
    keys = sorted.filter(old.contains) + sorted.filter { !old.contains($0) }
    knownCount = byKey.keys.count { old.contains($0) }
    let copies = keys.map { byKey[$0] ?? [] }
    photos = copies.map { Set($0.map(\.photo)) }
    isSufficient = copies.map { $0.allSatisfy(\.isSufficient) }
    var matrix = EmbeddingMatrix()
    for copy in copies {
      let row = copy.map(\.row).min().map { embeddings[$0] } ?? []
      _ = matrix.append(row)
      if matrix.count == 1 { matrix.reserveCapacity(copies.count) }
    }
    self.matrix = matrix
    places = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, $0) })
  }

  var count: Int { keys.count }

  func place(_ key: FaceKey) -> Int? { places[key] }

  /// Nil where one of the faces is not there, or both are one.
  func pair(_ pair: FacePair) -> (Int, Int)? {
    guard let first = places[pair.first], let second = places[pair.second], first != second else { return nil }
    return (min(first, second), max(first, second))
  }
}
