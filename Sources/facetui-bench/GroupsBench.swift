import ArgumentParser
import Foundation
import Grouping
import Learning
import Search

/// Times the grouping of random people's faces.
struct GroupsBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "groups", abstract: "Time the grouping of faces without names, and of new ones beside them.",
    discussion: """
      People are random points. Half of the faces are of a few people, some with thousands, a third of them in \
      bursts of nearly identical pictures; the rest are of people of one to ten faces.
      """)

  @Option(help: "Faces.")
  var faces = 100_000
  @Option(help: "Faces that come afterwards.")
  var added = 1000
  @Option(help: "People with many faces.")
  var people = 100
  @Option(help: "Length of an embedding.")
  var dimensions = 128
  @Option(help: "Threads.")
  var threads = 2

  func validate() throws {
    guard (100...1_000_000).contains(faces), (1...100_000).contains(added), (1...1000).contains(people) else {
      throw ValidationError("--faces must be from 100 to 1000000, --added to 100000, --people to 1000.")
    }
    guard (4...4096).contains(dimensions), (1...64).contains(threads) else {
      throw ValidationError("--dimensions must be from 4 to 4096, --threads from 1 to 64.")
    }
  }

  func run() throws {
    var crowd = RandomCrowd(dimensions: dimensions)
    crowd.add(faces + added, people: people)
    let matrix = crowd.matrix
    let grouping = FaceGrouping(GroupingRule(link: 0.496, mean: 0.424), threads: threads)
    var found = FaceGroups.none
    let first = Array(crowd.faces.prefix(faces))
    report("\(faces) faces, \(dimensions) dimensions, \(threads) thread(s)") {
      found = grouping.groups(of: first, in: matrix) ?? .none
    }
    let grouped = found.groups.reduce(0) { $0 + $1.faces.count }
    print("\(found.groups.count) groups with \(grouped) faces, the largest of \(found.groups.first?.faces.count ?? 0)")
    report("of these comparing all") { _ = matrix.similarRows(from: 0.496, limit: 32, threads: threads) }
    report("\(added) more faces") { found = grouping.groups(of: crowd.faces, in: matrix, after: found) ?? .none }
  }

  private func report(_ name: String, _ body: () -> Void) {
    let processor = processorMilliseconds()
    let time = ContinuousClock().measure(body).milliseconds
    let used = processorMilliseconds() - processor
    print("\(name): \((time / 1000).rounded(2)) s, \((used / 1000).rounded(2)) s of processor time")
  }
}

private struct RandomCrowd {
  let dimensions: Int
  private(set) var faces: [GroupableFace] = []
  private var parts: [[Float]] = []
  private var random = Pseudorandom(seed: 1)

  init(dimensions: Int) { self.dimensions = dimensions }

  var matrix: EmbeddingMatrix { EmbeddingMatrix(parts: parts, dimensions: dimensions) }

  mutating func add(_ count: Int, people: Int) {
    // Sizes fall as 1/n.
    let harmonic = (1...people).reduce(0.0) { $0 + 1 / Double($1) }
    var sizes = (1...people).map { max(1, Int(Double(count) / 2 / harmonic / Double($0))) }
    while sizes.reduce(0, +) < count { sizes.append(Int.random(in: 1...10, using: &random)) }
    var rows = sizes.flatMap { faces(of: $0) }.prefix(count).map(\.self)
    rows.shuffle(using: &random)
    for row in rows {
      let key = FaceKey(high: random.next(), low: random.next(), number: 1)
      faces.append(GroupableFace(key: key, photo: faces.count, isSufficient: true, row: faces.count))
      parts.append(row)
    }
  }

  /// Scores of about 0.55 with each other, of 0.9 and more in a burst.
  private mutating func faces(of size: Int) -> [[Float]] {
    let centre = unit()
    var moment = unit(centre, spread: 0.9)
    return (0..<size).map { face in
      if face % 3 != 0 { return unit(centre, spread: 0.9) }
      if face % 90 == 0 { moment = unit(centre, spread: 0.9) }
      return unit(moment, spread: 0.2)
    }
  }

  private mutating func unit(_ place: [Float] = [], spread: Float = 1) -> [Float] {
    let noise = (0..<dimensions).map { _ in
      (0..<4).reduce(Float(0)) { sum, _ in sum + Float.random(in: -1..<1, using: &random) }
    }
    let scale = spread / noise.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let sum = place.isEmpty ? noise : zip(place, noise).map { $0 + scale * $1 }
    let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return sum.map { $0 / length }
  }
}
