@testable import Grouping

/// The same groups by the definition: all pairs of clusters are compared again after each step.
struct SlowGrouping {
  let made: MadeUpFaces
  let rule: GroupingRule
  var apart: [FacePair] = []

  func groups() -> [[FaceKey]] {
    var clusters = made.faces.filter(\.isSufficient).map { [$0.key] }
    while let (a, b) = bestPair(clusters) {
      clusters[a] += clusters[b]
      clusters.remove(at: b)
    }
    return withLeaves(clusters).filter { $0.count > 1 }.map { $0.sorted() }.sorted { $0[0] < $1[0] }
  }

  private func bestPair(_ clusters: [[FaceKey]]) -> (Int, Int)? {
    var best: (mean: Float, a: Int, b: Int)?
    for b in clusters.indices {
      for a in 0..<b {
        guard let mean = mean(clusters[a], clusters[b]), mean > best?.mean ?? -1 else { continue }
        best = (mean, a, b)
      }
    }
    return best.map { ($0.a, $0.b) }
  }

  /// Nil where they may not be one.
  private func mean(_ x: [FaceKey], _ y: [FaceKey]) -> Float? {
    let scores = x.flatMap { face in y.map { made.score(face, $0) } }
    let mean = scores.reduce(0, +) / Float(scores.count)
    guard mean >= rule.mean, scores.contains(where: { $0 >= rule.link }), !isBarred(x, y) else { return nil }
    return mean
  }

  private func isBarred(_ x: [FaceKey], _ y: [FaceKey]) -> Bool {
    x.contains { a in
      y.contains { b in
        made.photo(a) == made.photo(b) || apart.contains(FacePair(a, b)) || apart.contains(FacePair(b, a))
      }
    }
  }

  private func withLeaves(_ clusters: [[FaceKey]]) -> [[FaceKey]] {
    var result = clusters
    var leaves: [(mean: Float, face: FaceKey, cluster: Int)] = []
    for face in made.faces where !face.isSufficient {
      for (index, cluster) in clusters.enumerated() where cluster.count > 1 {
        if let mean = mean([face.key], cluster) { leaves.append((mean, face.key, index)) }
      }
    }
    var placed: Set<FaceKey> = []
    for leaf in leaves.sorted(by: { $0.mean > $1.mean }) where !placed.contains(leaf.face) {
      guard !isBarred([leaf.face], result[leaf.cluster]) else { continue }
      result[leaf.cluster].append(leaf.face)
      placed.insert(leaf.face)
    }
    return result
  }
}
