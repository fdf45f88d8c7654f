import Losses
import Synchronization

/// What a projection I + D should make small: the ArcFace loss of the confirmed faces, λ‖D‖², and μ times the mean
/// squared distance by which strangers move.
///
/// A class's centre is the sum of its faces, for each face without itself. Strangers are classes of their own, each of
/// one face, but for people whom they resemble so much that they may be the same.
struct ProjectionLoss: Sendable {
  struct Weights: Sendable {
    /// The published margin; a scale that fits cosines of few classes.
    var margin = ArcFace(m: 0.5, s: 16)
    var identity: Float = 0.01
    var strangers: Float = 0.5
  }

  let dimensions: Int
  let weights: Weights
  let products: Products

  /// What one step looks at.
  struct Batch: Sendable {
    /// Samples, then the classes' sums, then strangers.
    var rows: [Float]
    var labels: [Int]
    var classes: Int
    /// For each class and stranger whether they may be the same.
    var resembles: [Bool]

    func strangers(_ dimensions: Int) -> Int { rows.count / dimensions - labels.count - classes }
  }

  /// - Parameter difference: D, row by row.
  /// - Returns: the loss and its derivatives by D.
  func evaluate(_ batch: Batch, difference: [Float]) -> (value: Double, gradient: [Float]) {
    let projection = Projection(identityPlus: difference, dimensions: dimensions)
    let projected = products.rows(batch.rows, byRows: projection.values, depth: dimensions)
    var value = 0.0
    var gradient = projected
    addArcFace(batch, &value, &gradient)
    keepStrangers(batch, projected, &value, &gradient)
    var result = products.rows(
      transposed(gradient, columns: dimensions), byRows: transposed(batch.rows, columns: dimensions),
      depth: batch.rows.count / dimensions)
    var size: Float = 0
    for i in result.indices {
      result[i] += 2 * weights.identity * difference[i]
      size += difference[i] * difference[i]
    }
    return (value + Double(weights.identity * size), result)
  }

  private func keepStrangers(_ batch: Batch, _ projected: [Float], _ value: inout Double, _ gradient: inout [Float]) {
    let share = weights.strangers / Float(max(1, batch.strangers(dimensions)))
    var sum: Float = 0
    for i in (batch.labels.count + batch.classes) * dimensions..<projected.count {
      let move = projected[i] - batch.rows[i]
      sum += move * move
      gradient[i] += 2 * share * move
    }
    value += Double(share * sum)
  }

  /// - Parameter gradient: the projected rows; replaced by the derivatives with respect to them.
  private func addArcFace(_ batch: Batch, _ value: inout Double, _ gradient: inout [Float]) {
    let d = dimensions
    let samples = batch.labels.count
    let others = batch.classes + batch.strangers(d)
    var directions = gradient
    let lengths = normalise(&directions, columns: d)
    let faces = Array(directions[..<(samples * d)])
    let centres = Array(directions[(samples * d)...])
    let own = OwnCentres(batch, projected: gradient, directions: directions, dimensions: d)
    let cosines = products.rows(faces, byRows: centres, depth: d)
    let slopes = self.slopes(batch, cosines: cosines, own: own.cosines, columns: others)
    value = slopes.value
    let byFace = products.rows(slopes.byCosine, byRows: transposed(centres, columns: d), depth: others)
    let byCentre = products.rows(
      transposed(slopes.byCosine, columns: others), byRows: transposed(faces, columns: d), depth: samples)
    gradient = byFace + byCentre
    projectOut(directions, lengths, &gradient)
    own.add(slopes.byOwn, lengths: lengths, directions: directions, to: &gradient)
  }

  /// From derivatives by directions to those by the vectors: without the part along them, divided by their lengths.
  private func projectOut(_ directions: [Float], _ lengths: [Float], _ gradient: inout [Float]) {
    let d = dimensions
    for row in lengths.indices {
      var along: Float = 0
      for i in row * d..<(row + 1) * d { along += gradient[i] * directions[i] }
      for i in row * d..<(row + 1) * d { gradient[i] = (gradient[i] - along * directions[i]) / lengths[row] }
    }
  }

  private struct Slopes: Sendable {
    var value: Double
    /// Of the cosines of samples (rows) and other centres (columns); 0 for a sample's own centre.
    var byCosine: [Float]
    var byOwn: [Float]
  }

  private func slopes(_ batch: Batch, cosines: [Float], own: [Float], columns: Int) -> Slopes {
    let loss = MarginLoss(weights.margin)
    let share = 1 / Double(max(1, batch.labels.count))
    let strangers = columns - batch.classes
    let total = Mutex(Slopes(value: 0, byCosine: cosines, byOwn: own))
    products.inParts(batch.labels.count) { range in
      var value = 0.0
      var byCosine = Array(cosines[range.lowerBound * columns..<range.upperBound * columns])
      var byOwn = Array(own[range])
      for sample in range {
        let label = batch.labels[sample]
        let start = (sample - range.lowerBound) * columns
        var row = (0..<columns).map { Double(byCosine[start + $0]) }
        row[label] = Double(own[sample])
        for stranger in 0..<strangers where batch.resembles[label * strangers + stranger] {
          row[batch.classes + stranger] = Self.outOfReach
        }
        value += share * loss.differentiate(&row, label: label).value
        byOwn[sample - range.lowerBound] = Float(share * row[label])
        row[label] = 0
        for column in 0..<columns { byCosine[start + column] = Float(share * row[column]) }
      }
      total.withLock { [value, byCosine, byOwn] in
        $0.value += value
        $0.byCosine.replaceSubrange(range.lowerBound * columns..<range.upperBound * columns, with: byCosine)
        $0.byOwn.replaceSubrange(range, with: byOwn)
      }
    }
    return total.withLock { $0 }
  }

  /// A "cosine" whose exponential is 0.
  private static let outOfReach = -1e3
}

/// For each sample the centre of its class without itself.
private struct OwnCentres {
  let dimensions: Int
  let labels: [Int]
  /// Of length 1.
  var directions: [Float]
  var lengths: [Float]
  var cosines: [Float]

  /// - Parameters:
  ///   - projected: samples, then sums of classes.
  ///   - directions: the same at length 1.
  init(_ batch: ProjectionLoss.Batch, projected: [Float], directions faces: [Float], dimensions d: Int) {
    dimensions = d
    labels = batch.labels
    directions = [Float](repeating: 0, count: labels.count * d)
    for (sample, label) in labels.enumerated() {
      let sum = (labels.count + label) * d
      for i in 0..<d { directions[sample * d + i] = projected[sum + i] - projected[sample * d + i] }
    }
    lengths = normalise(&directions, columns: d)
    cosines = [Float](repeating: 0, count: labels.count)
    for sample in labels.indices {
      for i in sample * d..<(sample + 1) * d { cosines[sample] += directions[i] * faces[i] }
    }
  }

  /// Adds what flows through these cosines to the derivatives by samples and sums.
  func add(_ slopes: [Float], lengths faceLengths: [Float], directions faces: [Float], to gradient: inout [Float]) {
    let d = dimensions
    for (sample, label) in labels.enumerated() where lengths[sample] > 1e-6 {
      let sum = (labels.count + label) * d
      for i in 0..<d {
        let (face, centre) = (faces[sample * d + i], directions[sample * d + i])
        let byCentre = slopes[sample] * (face - cosines[sample] * centre) / lengths[sample]
        gradient[sum + i] += byCentre
        gradient[sample * d + i] +=
          slopes[sample] * (centre - cosines[sample] * face) / faceLengths[sample] - byCentre
      }
    }
  }
}
