import Search

/// Finds the faces of one person among those without a name: average linkage that needs a strict link, joins no two faces
/// of one photo, and keeps every "no". docs/groups.md says why.
///
/// The same faces give the same groups in whichever order they come.
public struct FaceGrouping: Sendable {
  private let rule: GroupingRule
  private let threads: Int
  /// Likest others that are kept of a face.
  var neighbours = 32

  public init(_ rule: GroupingRule, threads: Int = 2) {
    self.rule = rule
    self.threads = threads
  }

  /// - Parameters:
  ///   - faces: those without a name.
  ///   - embeddings: the rows that the faces name.
  ///   - apart: faces of two people.
  ///   - together: faces of one person, also where they are on one photo; "apart" counts for more.
  ///   - previous: groups found before. They keep their ids and those of their faces that are given; faces that were not
  ///     there then join them or each other. A group with two faces that are now apart is found anew.
  ///   - isCancelled: asked many times a second, on any thread.
  /// - Returns: nil where it was cancelled.
  public func groups(
    of faces: [GroupableFace], in embeddings: EmbeddingMatrix, apart: [FacePair] = [], together: [FacePair] = [],
    after previous: FaceGroups = .none, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) -> FaceGroups? {
    let previous = previous.keeping(apart)
    let nodes = FaceNodes(faces, in: embeddings, known: previous)
    guard
      let similar = nodes.matrix.similarRows(
        from: rule.link, limit: neighbours, since: nodes.knownCount, threads: threads, isCancelled: isCancelled)
    else { return nil }
    var clusters = FaceClusters(nodes, apart: apart)
    for pair in together.map(nodes.pair).sorted(by: { $0 ?? (-1, -1) < $1 ?? (-1, -1) }) {
      if let pair { clusters.join(pair.0, pair.1, despitePhoto: true) }
    }
    for group in previous.groups { clusters.restore(group) }
    var linkage = AverageLinkage(clusters, rule: rule, similar)
    guard linkage.run(isCancelled) else { return nil }
    linkage.addLeaves(similar)
    return linkage.clusters.groups
  }
}
