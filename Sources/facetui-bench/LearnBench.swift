import ArgumentParser
import Foundation
import Learning

/// Times the learning of a correction from random people.
struct LearnBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn", abstract: "Time the learning of a correction from random confirmed faces.",
    discussion: "People are random points; their faces scatter around them, most along a few directions.")

  @Option(help: "Confirmed faces.")
  var faces = 10_000
  @Option(help: "People.")
  var people = 100
  @Option(help: "Faces that nobody has confirmed.")
  var others = 10_000
  @Option(help: "Length of an embedding.")
  var dimensions = 128
  @Option(help: "Threads.")
  var threads = 2

  func validate() throws {
    guard (2...10_000).contains(people), (3 * people...1_000_000).contains(faces), (0...1_000_000).contains(others)
    else { throw ValidationError("Two people or more need three faces each.") }
    guard (4...4096).contains(dimensions), (1...64).contains(threads) else {
      throw ValidationError("--dimensions must be from 4 to 4096, --threads from 1 to 64.")
    }
  }

  func run() throws {
    var random = RandomPeople(dimensions: dimensions)
    let confirmed = random.confirmed(faces: faces, people: people)
    let strangers = (0..<others).flatMap { _ in random.unit() }
    let start = ContinuousClock.now
    let outcome = CorrectionLearning(resemblance: 0.4, threads: threads).run(confirmed, unconfirmed: strangers)
    let time = ContinuousClock.now - start
    print(
      "\(faces) faces of \(people) people, \(others) others, \(dimensions) dimensions, \(threads) thread(s): "
        + time.formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 2))))
    print(
      "\(outcome.refusal ?? "kept"); mean average precision of held-out faces "
        + "\(outcome.before.meanAveragePrecision.rounded(4)) → \(outcome.after.meanAveragePrecision.rounded(4))")
  }
}

private struct RandomPeople {
  let dimensions: Int
  private var random = Pseudorandom(seed: 1)

  init(dimensions: Int) { self.dimensions = dimensions }

  mutating func unit(_ offset: [Float] = [], spread: Float = 1) -> [Float] {
    var vector = offset.isEmpty ? [Float](repeating: 0, count: dimensions) : offset
    for i in vector.indices {
      vector[i] += spread * (0..<4).reduce(Float(0)) { sum, _ in sum + Float.random(in: -1..<1, using: &random) }
    }
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return vector.map { $0 / length }
  }

  mutating func confirmed(faces: Int, people: Int) -> LabelledEmbeddings {
    let centres = (0..<people).map { _ in unit() }
    let nuisances = (0..<4).map { _ in unit() }
    var confirmed = LabelledEmbeddings(dimensions: dimensions)
    for face in 0..<faces {
      var place = centres[face % people]
      for nuisance in nuisances {
        let strength = 1.5 * Float.random(in: -1..<1, using: &random)
        for i in place.indices { place[i] += strength * nuisance[i] }
      }
      confirmed.append(unit(place, spread: 0.06), person: face % people)
    }
    return confirmed
  }
}
