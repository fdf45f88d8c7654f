import Search

/// Joins the two clusters whose faces score best with each other in the mean, again and again, where a link between them
/// is strict enough and nothing bars it. The mean comes from the clusters' sums, so that it is that of all pairs although
/// only links are kept.
struct AverageLinkage {
  private(set) var clusters: FaceClusters
  private let rule: GroupingRule
  /// Clusters with a link to a cluster, under names that they may have lost since.
  private var near: [[Int]]
  private var versions: [Int32]
  private var queue = Heap<Candidate>()
  /// Nodes of which not all links were kept.
  private let cut: [Int]

  private struct Candidate: Comparable {
    var mean: Float
    var a, b: Int
    var versions: SIMD2<Int32>

    static func < (x: Candidate, y: Candidate) -> Bool { (x.mean, y.a, y.b) < (y.mean, x.a, x.b) }
  }

  init(_ clusters: FaceClusters, rule: GroupingRule, _ similar: SimilarRows) {
    self.clusters = clusters
    self.rule = rule
    let nodes = clusters.nodes
    near = Array(repeating: [], count: nodes.count)
    versions = Array(repeating: 0, count: nodes.count)
    cut = similar.isCut.indices.filter { similar.isCut[$0] && nodes.isSufficient[$0] }
    for (node, neighbours) in similar.neighbours.enumerated() where nodes.isSufficient[node] {
      for other in neighbours where nodes.isSufficient[other.row] { link(node, other.row) }
    }
    for node in near.indices where self.clusters.cluster(of: node) == node { refresh(node, above: node) }
  }

  /// A link that only one of two nodes has kept is one of both.
  private mutating func link(_ node: Int, _ other: Int) {
    let (a, b) = (clusters.cluster(of: node), clusters.cluster(of: other))
    guard a != b else { return }
    near[a].append(b)
    near[b].append(a)
  }

  /// - Returns: false where it was cancelled.
  mutating func run(_ isCancelled: () -> Bool) -> Bool {
    repeat {
      var steps = 0
      while let next = queue.popLargest() {
        steps += 1
        if steps % 1024 == 0, isCancelled() { return false }
        join(next)
      }
    } while linkCutClusters()
    return true
  }

  private mutating func join(_ candidate: Candidate) {
    let (a, b) = (candidate.a, candidate.b)
    guard candidate.versions == SIMD2(versions[a], versions[b]), !clusters.isBarred(a, b) else { return }
    let kept = clusters.merge(a, b)
    let gone = kept == a ? b : a
    versions[kept] += 1
    versions[gone] += 1
    if near[kept].count < near[gone].count { near.swapAt(kept, gone) }
    near[kept] += near[gone]
    near[gone] = []
    refresh(kept)
  }

  /// Brings a cluster's links up to date, and queues those that are good enough.
  /// - Parameter least: clusters with names up to this one queue the link themselves.
  private mutating func refresh(_ cluster: Int, above least: Int = -1) {
    let names = Set(near[cluster].map { clusters.cluster(of: $0) })
    near[cluster] = names.filter { $0 != cluster }
    for other in near[cluster] where other > least { queue(cluster, other) }
  }

  private mutating func queue(_ x: Int, _ y: Int) {
    guard !(clusters.isKnown(x) && clusters.isKnown(y)) else { return }
    let mean = clusters.sums[x].mean(with: clusters.sums[y])
    guard mean >= rule.mean else { return }
    let (a, b) = (min(x, y), max(x, y))
    queue.insert(Candidate(mean: mean, a: a, b: b, versions: SIMD2(versions[a], versions[b])))
  }

  // MARK: - Links that were not kept

  /// Finds links between clusters whose faces have so many that they kept those to their own only, as of a hundred
  /// pictures of one moment.
  /// - Returns: whether there are new ones.
  private mutating func linkCutClusters() -> Bool {
    let names = Set(cut.map { clusters.cluster(of: $0) }).sorted()
    guard names.count > 1 else { return false }
    var centres = EmbeddingMatrix()
    for name in names { _ = centres.append(clusters.sums[name].centre) }
    guard let pairs = centres.similarRows(from: rule.mean, limit: names.count) else { return false }
    var isNew = false
    for (place, others) in pairs.neighbours.enumerated() {
      for other in others where other.row < place {
        let (a, b) = (names[other.row], names[place])
        guard !near[a].contains(where: { clusters.cluster(of: $0) == b }), hasLink(a, b) else { continue }
        near[a].append(b)
        near[b].append(a)
        queue(a, b)
        isNew = true
      }
    }
    return isNew
  }

  private func hasLink(_ a: Int, _ b: Int) -> Bool {
    let nodes = clusters.nodes
    let others = clusters.members[b].filter { nodes.isSufficient[$0] }.map { EmbeddingSum(nodes.matrix[$0]) }
    return clusters.members[a].contains { node in
      guard nodes.isSufficient[node] else { return false }
      let face = EmbeddingSum(nodes.matrix[node])
      return others.contains { face.mean(with: $0) >= rule.link }
    }
  }

  // MARK: - Faces that tell too little

  /// Joins such a face to the group that it scores best with, by the same rule, when all groups are there: it brings
  /// nothing else together.
  mutating func addLeaves(_ similar: SimilarRows) {
    let nodes = clusters.nodes
    var candidates: [Candidate] = []
    for (node, neighbours) in similar.neighbours.enumerated()
    where !nodes.isSufficient[node] && clusters.isAlone(node) {
      let face = EmbeddingSum(nodes.matrix[node])
      let groups = Set(neighbours.filter { nodes.isSufficient[$0.row] }.map { clusters.cluster(of: $0.row) })
      for group in groups where clusters.members[group].count > 1 {
        let mean = face.mean(with: clusters.sums[group])
        if mean >= rule.mean { candidates.append(Candidate(mean: mean, a: group, b: node, versions: .zero)) }
      }
    }
    for leaf in candidates.sorted(by: >) where clusters.isAlone(leaf.b) {
      clusters.join(leaf.a, leaf.b, despitePhoto: false)
    }
  }
}
