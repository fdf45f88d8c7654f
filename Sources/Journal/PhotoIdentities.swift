/// Which photos of a journal's faces are one: those with the same bytes, and those with the same pixels.
struct PhotoIdentities: Sendable, Equatable {
  /// By SHA-256 of bytes.
  private var groups: [String: Int] = [:]
  private var pixelGroups: [String: Int] = [:]
  private var turns: [String: Int] = [:]
  private var parents: [Int] = []

  /// - Returns: whether what was said of photos before still holds: they are as many as they were, turned as they were.
  mutating func add(_ key: FaceKey) -> Bool {
    guard let pixels = key.pixels else {
      if groups[key.photo] == nil { groups[key.photo] = newGroup() }
      return true
    }
    let isTurned = turns.updateValue(pixels.turned, forKey: key.photo) == pixels.turned
    switch (groups[key.photo], pixelGroups[pixels.hash]) {
    case (nil, nil):
      let group = newGroup()
      (groups[key.photo], pixelGroups[pixels.hash]) = (group, group)
    case (let group?, nil):
      pixelGroups[pixels.hash] = group
      return isTurned
    case (nil, let group?): groups[key.photo] = group
    case (let a?, let b?):
      guard root(a) != root(b) else { return isTurned }
      parents[max(root(a), root(b))] = min(root(a), root(b))
      return false
    }
    return true
  }

  private mutating func newGroup() -> Int {
    parents.append(parents.count)
    return parents.count - 1
  }

  private func root(_ group: Int) -> Int {
    var group = group
    while parents[group] != group { group = parents[group] }
    return group
  }

  /// The number of a key's photo, which must have been added.
  func photo(of key: FaceKey) -> Int? { groups[key.photo].map(root) }

  /// The key's box in the picture as its pixels' hash takes it, in which all files of one photo agree.
  func place(of key: FaceKey) -> FaceBox { key.box.oriented(key.pixels?.turned ?? turns[key.photo] ?? 1) }
}
