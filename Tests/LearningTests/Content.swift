@testable import Learning

/// People as points on a sphere; their faces scatter around them.
struct SyntheticPeople {
  let dimensions = 64
  var random = Pseudorandom(seed: 11)

  mutating func gaussian() -> Float {
    // The sum of twelve uniform numbers.
    (0..<12).reduce(-6) { sum, _ in sum + Float.random(in: 0..<1, using: &random) }
  }

  mutating func vector(_ scale: Float) -> [Float] { (0..<dimensions).map { _ in scale * gaussian() } }

  static func unit(_ vector: [Float]) -> [Float] {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return vector.map { $0 / length }
  }

  /// Siblings, two and two alike, whose photos differ most along three directions that say nothing of the person (light,
  /// age), and strangers.
  mutating func siblings(pairs: Int, faces: Int, strangers: Int) -> (confirmed: LabelledEmbeddings, strangers: [Float])
  {
    let nuisances = (0..<3).map { _ in Self.unit(vector(1)) }
    var confirmed = LabelledEmbeddings(dimensions: dimensions)
    for pair in 0..<pairs {
      let family = vector(1)
      for sibling in 0..<2 {
        let own = vector(0.35)
        for _ in 0..<faces {
          var face = vector(0.2)
          for i in 0..<dimensions { face[i] += family[i] + own[i] }
          for nuisance in nuisances {
            let strength = 2.5 * gaussian()
            for i in 0..<dimensions { face[i] += strength * nuisance[i] }
          }
          confirmed.append(Self.unit(face), person: 2 * pair + sibling)
        }
      }
    }
    let others = (0..<strangers).flatMap { _ in Self.unit(vector(1)) }
    return (confirmed, others)
  }

  /// Faces whose labels say nothing about them.
  mutating func noise(people: Int, faces: Int) -> LabelledEmbeddings {
    var confirmed = LabelledEmbeddings(dimensions: dimensions)
    for person in 0..<people { for _ in 0..<faces { confirmed.append(Self.unit(vector(1)), person: person) } }
    return confirmed
  }
}
