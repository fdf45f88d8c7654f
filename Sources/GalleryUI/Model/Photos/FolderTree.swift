import Glibc
import SystemPackage

/// The folders that hold photos, each before those inside it.
struct FolderTree: Sendable {
  struct Node: Sendable, Equatable {
    /// Relative to the library's folder, which is empty here.
    var path: FilePath
    var depth: Int
    var parent: Int?
    /// Places of its photos in path order, those of the folders inside it among them.
    var photos: Range<Int>
    /// Number of the first node after it that lies outside of it.
    var end: Int
    /// How many of its photos pass the filter.
    var count = 0
  }

  private(set) var nodes = [Node(path: "", depth: 0, parent: nil, photos: 0..<0, end: 1)]
  /// How many folders hold photos themselves.
  private(set) var holders = 0

  init() {}

  /// - Parameter paths: in path order.
  init(_ paths: [FilePath]) {
    var open = [0]
    var holding: Set<Int> = []
    var last: FilePath?
    for (place, path) in paths.enumerated() where last.map({ !path.isBeside($0) }) ?? true {
      let folder = path.removingLastComponent()
      while let node = open.last, node > 0, !folder.starts(with: nodes[node].path) { close(node, place, &open) }
      descend(to: folder, from: place, &open)
      holding.insert(open.last ?? 0)
      last = path
    }
    while let node = open.last { close(node, paths.count, &open) }
    holders = holding.count
  }

  private mutating func close(_ node: Int, _ place: Int, _ open: inout [Int]) {
    nodes[node].photos = nodes[node].photos.lowerBound..<place
    nodes[node].end = nodes.count
    open.removeLast()
  }

  private mutating func descend(to folder: FilePath, from place: Int, _ open: inout [Int]) {
    guard let parent = open.last else { return }
    var path = nodes[parent].path
    for component in folder.components.dropFirst(path.components.count) {
      path.append(component)
      nodes.append(
        Node(path: path, depth: open.count, parent: open.last, photos: place..<place, end: nodes.count + 1))
      open.append(nodes.count - 1)
    }
  }

  /// - Parameter passing: which places pass the filter.
  mutating func count(_ passing: [Bool]) {
    var before = [0]
    before.reserveCapacity(passing.count + 1)
    var sum = 0
    for passes in passing {
      sum += passes ? 1 : 0
      before.append(sum)
    }
    for index in nodes.indices {
      nodes[index].count = before[nodes[index].photos.upperBound] - before[nodes[index].photos.lowerBound]
    }
  }

  /// A photo passes the filter from now on, or no more.
  mutating func count(place: Int, by step: Int) {
    var node: Int? = partitionPoint(0..<nodes.count) { nodes[$0].photos.lowerBound <= place } - 1
    while let index = node {
      if nodes[index].photos.contains(place) { nodes[index].count += step }
      node = nodes[index].parent
    }
  }

  func node(_ path: FilePath) -> Int? { nodes.firstIndex { $0.path == path } }

  func hasFolders(_ node: Int) -> Bool { nodes[node].end > node + 1 }

  /// The nodes that are seen where some folders are open; the uppermost always is.
  func visible(open: Set<FilePath>) -> [Int] {
    var visible: [Int] = []
    var node = 0
    while node < nodes.count {
      visible.append(node)
      node = node == 0 || open.contains(nodes[node].path) ? node + 1 : nodes[node].end
    }
    return visible
  }
}

extension FilePath {
  /// Whether both lie in the same folder; for many paths.
  fileprivate func isBeside(_ other: FilePath) -> Bool {
    withPlatformString { a in
      other.withPlatformString { b in
        guard let end = strrchr(a, 0x2F) else { return strchr(b, 0x2F) == nil }
        guard let otherEnd = strrchr(b, 0x2F) else { return false }
        return end - UnsafeMutablePointer(mutating: a) == otherEnd - UnsafeMutablePointer(mutating: b)
          && memcmp(a, b, end - UnsafeMutablePointer(mutating: a)) == 0
      }
    }
  }
}
