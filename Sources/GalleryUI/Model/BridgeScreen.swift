import Library

/// What the library is asked for a bridge.
public struct BridgeQuestion: Sendable, Equatable {
  public let from, to: BridgeEnd
  /// Tells this search from others.
  public let number: Int
}

/// The chain of faces between two.
struct BridgeScreen: Sendable, Equatable {
  /// As the user named the ends.
  let from, to: String
  var question: BridgeQuestion
  /// What was found last; a search that is under way leaves it.
  var bridge: Bridge?
  var isSearching = true
  /// Why there is no bridge.
  var reason: String?
  /// Links that the user has accepted on this screen.
  var accepted: Set<Set<FaceID>> = []
  /// What is being written of a link.
  var judging: DecisionRequest?
  /// Index of a link.
  var cursor = 0
  /// First visible line.
  var top = 0

  init(from: String, to: String, question: BridgeQuestion) {
    (self.from, self.to, self.question) = (from, to, question)
  }

  /// The faces of a link.
  func faces(of link: Int) -> [FaceID] { bridge.map { [$0.steps[link].face, $0.steps[link + 1].face] } ?? [] }

  func isAccepted(_ link: Int) -> Bool {
    guard let bridge, bridge.scores.indices.contains(link) else { return false }
    return bridge.scores[link] >= 1 || accepted.contains(Set(faces(of: link)))
  }

  /// The weakest link of those that the user has not accepted; nil where all are.
  var weakest: Int? {
    guard let bridge else { return nil }
    return bridge.scores.indices.filter { !isAccepted($0) }.min { (bridge.scores[$0], $0) < (bridge.scores[$1], $1) }
  }
}
