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
    case .none: "not grouped"
    case .photo: "grouped by photo"
    case .day: "grouped by day"
    }
  }
}

/// The places at which matches are shown where that is not the order of their scores, or where they are grouped: the
/// queries, then the others in their order; or group after group in the order of their first, each in that order.
struct MatchPlaces: Sendable, Equatable {
  /// The index among the ranked of each place.
  private(set) var order: [Int]
  /// The place of each index.
  private(set) var places: [Int]
  /// The first place of each group, rising; none where matches are not grouped.
  private(set) var starts: [Int] = []

  /// - Parameters:
  ///   - sorted: the indices of all but the queries.
  ///   - first: the index after the queries.
  ///   - key: what the members of a group have in common; nil for no groups.
  init(_ sorted: [Int], from first: Int, key: ((Int) -> String)?) {
    order = Array(0..<first)
    if let key {
      for group in Self.groups(of: sorted, by: key) {
        starts.append(order.count)
        order += group
      }
    } else {
      order += sorted
    }
    places = Array(repeating: 0, count: order.count)
    for (place, index) in order.enumerated() { places[index] = place }
  }

  private static func groups(of sorted: [Int], by key: (Int) -> String) -> [[Int]] {
    var groups: [[Int]] = []
    var numbers: [String: Int] = [:]
    for index in sorted {
      let key = key(index)
      if let number = numbers[key] {
        groups[number].append(index)
      } else {
        numbers[key] = groups.count
        groups.append([index])
      }
    }
    return groups
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
