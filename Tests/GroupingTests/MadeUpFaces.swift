import Search

@testable import Grouping

/// Made-up people in made-up photos, the same for the same seed.
struct MadeUpFaces {
  static let rule = GroupingRule(link: 0.55, mean: 0.45)

  private(set) var faces: [GroupableFace] = []
  private(set) var rows: [[Float]] = []
  private var random: Random

  /// - Parameters:
  ///   - spread: how far a person's faces lie apart; at 0.35 they score about 0.5 with each other.
  ///   - poorShare: of 100 faces, how many tell too little.
  init(people: Int, photos: Int, dimensions: Int = 12, spread: Float = 0.3, poorShare: Int = 10, seed: UInt64) {
    random = Random(state: seed)
    let centres = (0..<people).map { _ in random.unit(dimensions) }
    for photo in 0..<photos {
      for number in 1...Int.random(in: 1...3, using: &random) {
        let person = centres[Int.random(in: 0..<people, using: &random)]
        let noise = random.unit(dimensions)
        let isSufficient = Int.random(in: 0..<100, using: &random) >= poorShare
        add(
          unit(zip(person, noise).map { $0 + 2 * spread * $1 }), photo: photo, number: number,
          isSufficient: isSufficient)
      }
    }
  }

  mutating func add(_ embedding: [Float], photo: Int, number: Int, isSufficient: Bool = true) {
    // As a hash scatters.
    let key = FaceKey(high: UInt64(photo + 1) &* 0x9E37_79B9_7F4A_7C15, low: UInt64(photo), number: number)
    faces.append(GroupableFace(key: key, photo: photo, isSufficient: isSufficient, row: rows.count))
    rows.append(embedding)
  }

  /// Leaves out the other faces; their rows stay.
  mutating func keep(_ isKept: (GroupableFace) -> Bool) { faces = faces.filter(isKept) }

  var matrix: EmbeddingMatrix {
    EmbeddingMatrix(parts: rows, dimensions: rows.first?.count ?? 1)
  }

  func embedding(_ key: FaceKey) -> [Float] { faces.first { $0.key == key }.map { rows[$0.row] } ?? [] }

  func photo(_ key: FaceKey) -> Int { faces.first { $0.key == key }?.photo ?? -1 }

  func isSufficient(_ key: FaceKey) -> Bool { faces.first { $0.key == key }?.isSufficient ?? false }

  func score(_ a: FaceKey, _ b: FaceKey) -> Float { zip(embedding(a), embedding(b)).map(*).reduce(0, +) }

  mutating func pairs(_ count: Int) -> [FacePair] {
    (0..<count).map { _ in
      FacePair(
        faces[Int.random(in: 0..<faces.count, using: &random)].key,
        faces[Int.random(in: 0..<faces.count, using: &random)].key)
    }
  }
}

struct Random: RandomNumberGenerator {
  var state: UInt64

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func unit(_ dimensions: Int) -> [Float] {
    GroupingTests.unit((0..<dimensions).map { _ in Float.random(in: -1...1, using: &self) })
  }
}

func unit(_ values: [Float]) -> [Float] {
  let length = values.map { $0 * $0 }.reduce(0, +).squareRoot()
  return values.map { $0 / length }
}
