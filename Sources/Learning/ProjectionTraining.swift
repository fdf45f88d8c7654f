import Foundation

/// Fits a projection to confirmed faces by Adam.
struct ProjectionTraining: Sendable {
  struct Settings: Sendable {
    var weights = ProjectionLoss.Weights()
    var steps = 60
    /// Faces and strangers in a step.
    var batch = 512
    /// Scores from which on a stranger may be a confirmed person.
    var resemblance: Float = 0.35
    var threads = 2
  }

  private let faces: LabelledEmbeddings
  private let strangers: [Float]
  private let settings: Settings
  private let loss: ProjectionLoss
  /// The sum of each class.
  private let sums: [Float]
  /// The best score of each stranger (rows) among the faces of each class (columns).
  private let likeness: [Float]

  /// - Parameter strangers: faces that nobody has confirmed, one after the other.
  init(_ faces: LabelledEmbeddings, strangers: [Float], settings: Settings) {
    let d = faces.dimensions
    self.faces = faces
    self.strangers = strangers
    self.settings = settings
    let products = Products(threads: settings.threads)
    loss = ProjectionLoss(dimensions: d, weights: settings.weights, products: products)
    var sums = [Float](repeating: 0, count: faces.personCount * d)
    for (face, person) in faces.people.enumerated() {
      for i in 0..<d { sums[person * d + i] += faces.rows[face * d + i] }
    }
    self.sums = sums
    let scores = products.rows(strangers, byRows: faces.rows, depth: d)
    var likeness = [Float](repeating: -1, count: strangers.count / d * faces.personCount)
    for stranger in 0..<strangers.count / d {
      for (face, person) in faces.people.enumerated() {
        let index = stranger * faces.personCount + person
        likeness[index] = max(likeness[index], scores[stranger * faces.count + face])
      }
    }
    self.likeness = likeness
  }

  /// - Parameter checkpoints: ascending numbers of steps, up to `settings.steps`.
  /// - Returns: the projection after each of them.
  func run(checkpoints: [Int]) -> [Projection] {
    let d = faces.dimensions
    var difference = [Float](repeating: 0, count: d * d)
    var adam = Adam(count: d * d)
    var random = Pseudorandom(seed: 1)
    var results: [Projection] = []
    for step in 0..<(checkpoints.last ?? 0) {
      let gradient = loss.evaluate(batch(&random), difference: difference).gradient
      // Adam moves every number by about its rate, so that a wider matrix moves further.
      let rate = 2.5 / Float(d) * (1 - Float(step) / Float(settings.steps))
      adam.step(&difference, gradient, rate: rate)
      if checkpoints.contains(step + 1) { results.append(Projection(identityPlus: difference, dimensions: d)) }
    }
    return results
  }

  private func batch(_ random: inout Pseudorandom) -> ProjectionLoss.Batch {
    let d = faces.dimensions
    let chosen = sample(faces.count, &random)
    let others = sample(strangers.count / d, &random)
    var rows: [Float] = []
    rows.reserveCapacity((chosen.count + others.count) * d + sums.count)
    for index in chosen { rows += faces[index] }
    rows += sums
    for index in others { rows += strangers[index * d..<(index + 1) * d] }
    let resembles = (0..<faces.personCount).flatMap { person in
      others.map { likeness[$0 * faces.personCount + person] >= settings.resemblance }
    }
    return ProjectionLoss.Batch(
      rows: rows, labels: chosen.map { faces.people[$0] }, classes: faces.personCount, resembles: resembles)
  }

  private func sample(_ count: Int, _ random: inout Pseudorandom) -> [Int] {
    guard count > settings.batch else { return Array(0..<count) }
    return (0..<settings.batch).map { _ in Int.random(in: 0..<count, using: &random) }
  }
}

/// Kingma, Ba: Adam: A Method for Stochastic Optimization, 2014, arXiv:1412.6980.
private struct Adam {
  private var mean, square: [Float]
  private var steps = 0

  init(count: Int) {
    mean = [Float](repeating: 0, count: count)
    square = mean
  }

  mutating func step(_ values: inout [Float], _ gradient: [Float], rate: Float) {
    steps += 1
    let meanScale = 1 / (1 - pow(Float(0.9), Float(steps)))
    let squareScale = 1 / (1 - pow(Float(0.999), Float(steps)))
    for i in values.indices {
      mean[i] += 0.1 * (gradient[i] - mean[i])
      square[i] += 0.001 * (gradient[i] * gradient[i] - square[i])
      values[i] -= rate * mean[i] * meanScale / ((square[i] * squareScale).squareRoot() + 1e-8)
    }
  }
}
