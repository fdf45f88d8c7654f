/// Which photos of a journal's faces are one: those with the same bytes, and those with the same pixels.
struct PhotoIdentities: Sendable, Equatable {
  /// By SHA-256 of bytes.
  private var groups: [String: Int] = [:]
  private var pixelGroups: [String: Int] = [:]
  private var turns: [String: Int] = [:]
  private var parents: [Int] = []

  /// - Returns: whether what was known of photos before still holds: they are as many as they were, turned as they were.
  mutating func add(_ photo: String, _ pixels: FaceKey.Pixels?) -> Bool {
    guard let pixels else {
      if groups[photo] == nil { groups[photo] = newGroup() }
      return true
    }
    let isTurned = turns.updateValue(pixels.turned, forKey: photo) == pixels.turned
    switch (groups[photo], pixelGroups[pixels.hash]) {
    case (nil, nil):
      let group = newGroup()
      (groups[photo], pixelGroups[pixels.hash]) = (group, group)
    case (let group?, nil):
      pixelGroups[pixels.hash] = group
      return isTurned
    case (nil, let group?): groups[photo] = group
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

  /// The number of the photo with these bytes.
  func photo(_ hash: String) -> Int? { groups[hash].map(root) }

  func photo(pixels hash: String) -> Int? { pixelGroups[hash].map(root) }

  /// How the upright picture of these bytes is turned for its pixels' hash; 1 where nobody knows.
  func turn(_ hash: String) -> Int { turns[hash] ?? 1 }

  /// Bytes of which anything is known: SHA-256 in hex.
  var photos: some Collection<String> { groups.keys }

  /// The key's box in the picture as its pixels' hash takes it, in which all files of one photo agree.
  func place(of key: FaceKey) -> FaceBox { key.box.oriented(key.pixels?.turned ?? turn(key.photo)) }
}
