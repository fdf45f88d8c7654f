/// The faces divided into clusters, each named by the first of its nodes, and what keeps clusters apart.
struct FaceClusters {
  let nodes: FaceNodes
  private var parents: [Int]
  private var photos: [Set<Int>]
  /// Nodes that are of another person than one of the cluster's.
  private var others: [[Int]]
  private(set) var members: [[Int]]
  /// Where the cluster goes on one that was found before: under which id.
  private var ids: [FaceKey?]
  private(set) var sums: [EmbeddingSum]

  init(_ nodes: FaceNodes, apart: [FacePair]) {
    self.nodes = nodes
    parents = Array(0..<nodes.count)
    photos = nodes.photos
    others = Array(repeating: [], count: nodes.count)
    for pair in Set(apart).compactMap(nodes.pair) {
      others[pair.0].append(pair.1)
      others[pair.1].append(pair.0)
    }
    members = (0..<nodes.count).map { [$0] }
    ids = Array(repeating: nil, count: nodes.count)
    sums = (0..<nodes.count).map { EmbeddingSum(nodes.isSufficient[$0] ? nodes.matrix[$0] : []) }
  }

  /// The cluster of a node.
  mutating func cluster(of node: Int) -> Int {
    var root = node
    while parents[root] != root {
      parents[root] = parents[parents[root]]
      root = parents[root]
    }
    return root
  }

  mutating func isAlone(_ node: Int) -> Bool { members[cluster(of: node)].count == 1 }

  func isKnown(_ cluster: Int) -> Bool { ids[cluster] != nil }

  mutating func isBarred(_ a: Int, _ b: Int) -> Bool { sharesPhoto(a, b) || isDenied(a, b) }

  private func sharesPhoto(_ a: Int, _ b: Int) -> Bool { !photos[a].isDisjoint(with: photos[b]) }

  private mutating func isDenied(_ a: Int, _ b: Int) -> Bool {
    let (few, target) = others[a].count < others[b].count ? (a, b) : (b, a)
    return others[few].contains { cluster(of: $0) == target }
  }

  // MARK: - Joining

  /// Joins the clusters of two nodes, unless that breaks a "no".
  mutating func join(_ a: Int, _ b: Int, despitePhoto: Bool) {
    let (a, b) = (cluster(of: a), cluster(of: b))
    guard a != b, !isDenied(a, b), despitePhoto || !sharesPhoto(a, b) else { return }
    merge(a, b)
  }

  /// - Returns: the name of the cluster of both.
  @discardableResult
  mutating func merge(_ a: Int, _ b: Int) -> Int {
    let (kept, gone) = (min(a, b), max(a, b))
    parents[gone] = kept
    // The smaller one moves into the larger one.
    if photos[kept].count < photos[gone].count { photos.swapAt(kept, gone) }
    photos[kept].formUnion(photos[gone])
    photos[gone] = []
    if others[kept].count < others[gone].count { others.swapAt(kept, gone) }
    others[kept] += others[gone]
    others[gone] = []
    if members[kept].count < members[gone].count { members.swapAt(kept, gone) }
    members[kept] += members[gone]
    members[gone] = []
    sums[kept] = sums[kept] + sums[gone]
    sums[gone] = EmbeddingSum([])
    ids[kept] = [ids[kept], ids[gone]].compactMap(\.self).min()
    ids[gone] = nil
    return kept
  }

  /// Brings the faces of a group together that may still be so.
  mutating func restore(_ group: FaceGroup) {
    let places = group.faces.compactMap(nodes.place)
    guard let first = places.first else { return }
    for place in places.dropFirst() { join(first, place, despitePhoto: false) }
    let cluster = cluster(of: first)
    if members[cluster].count > 1 { ids[cluster] = min(ids[cluster] ?? group.id, group.id) }
  }

  // MARK: - Result

  var groups: FaceGroups {
    let taken = Set(ids.compactMap(\.self))
    let found = members.indices.filter { members[$0].count > 1 }.map { cluster in
      let faces = members[cluster].map { nodes.keys[$0] }.sorted()
      return FaceGroup(id: ids[cluster] ?? faces.first { !taken.contains($0) } ?? faces[0], faces: faces)
    }
    let alone = members.filter { $0.count == 1 }.flatMap { $0 }.map { nodes.keys[$0] }
    return FaceGroups(
      groups: found.sorted { ($1.faces.count, $0.id) < ($0.faces.count, $1.id) }, alone: alone.sorted())
  }
}
