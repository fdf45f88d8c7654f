/// Embeddings of length 1 with the person of each.
public struct LabelledEmbeddings: Sendable {
  public let dimensions: Int
  /// One after the other.
  public private(set) var rows: [Float] = []
  /// From 0.
  public private(set) var people: [Int] = []

  public init(dimensions: Int) { self.dimensions = dimensions }

  public var count: Int { people.count }
  /// One more than the largest number in `people`.
  public private(set) var personCount = 0

  /// - Parameter embedding: `dimensions` numbers.
  public mutating func append(_ embedding: some Collection<Float>, person: Int) {
    precondition(embedding.count == dimensions && person >= 0)
    rows += embedding
    people.append(person)
    personCount = max(personCount, person + 1)
  }

  subscript(index: Int) -> ArraySlice<Float> { rows[index * dimensions..<(index + 1) * dimensions] }

  /// Those at the indices, with the people numbered anew without gaps.
  func subset(_ indices: [Int]) -> LabelledEmbeddings {
    let present = Set(indices.map { people[$0] }).sorted()
    let number = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, $0) })
    var subset = LabelledEmbeddings(dimensions: dimensions)
    for index in indices { subset.append(self[index], person: number[people[index]] ?? 0) }
    return subset
  }
}

/// Numbers that are the same in every run.
public struct Pseudorandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// SplitMix64.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
