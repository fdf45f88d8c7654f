import Library
import SystemPackage

/// What matches stand together by.
enum Grouping: String, Sendable, CaseIterable {
  case none, photo, day

  var next: Grouping {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }

  var sentence: String {
    switch self {
    case .none: "in the order of the scores"
    case .photo: "grouped by photo"
    case .day: "grouped by day"
    }
  }
}

/// The order in which matches are shown where they are grouped: the queries, then group after group in the order of their
/// best, each with its best first.
struct MatchGroups: Sendable, Equatable {
  /// The index among the ranked of each place.
  private(set) var order: [Int] = []
  /// The place of each index.
  private(set) var places: [Int] = []
  /// The first place of each group, rising.
  private(set) var starts: [Int] = []

  /// - Parameters:
  ///   - first: the index after the queries.
  ///   - key: what the members of a group have in common.
  init(_ ranked: [Match], from first: Int, key: (Match) -> String) {
    var groups: [[Int]] = []
    var numbers: [String: Int] = [:]
    for index in first..<max(first, ranked.count) {
      let key = key(ranked[index])
      if let number = numbers[key] {
        groups[number].append(index)
      } else {
        numbers[key] = groups.count
        groups.append([index])
      }
    }
    order = Array(0..<first)
    for group in groups {
      starts.append(order.count)
      order += group
    }
    places = Array(repeating: 0, count: order.count)
    for (place, index) in order.enumerated() { places[index] = place }
  }

  /// The first place of the group that a place belongs to; nil for the queries.
  func start(of place: Int) -> Int? {
    let after = partitionPoint(0..<starts.count) { starts[$0] <= place }
    return after > 0 ? starts[after - 1] : nil
  }

  /// The places of the group that begins at one.
  func members(from start: Int) -> Range<Int> {
    start..<(starts.first { $0 > start } ?? order.count)
  }
}
