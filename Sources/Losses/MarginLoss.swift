/// A margin followed by a loss of the logits.
public struct MarginLoss: Sendable {
  public var margin: any Margin
  public var loss: any LogitLoss

  public init(_ margin: any Margin, loss: any LogitLoss = SoftmaxCrossEntropy()) {
    self.margin = margin
    self.loss = loss
  }

  public struct Gradients: Sendable {
    /// The mean loss of the batch.
    public var value = 0.0
    /// Derivatives of `value`, of the same shapes as the operands.
    public var embeddings, weights: Matrix
  }

  /// - Parameters:
  ///   - embeddings: a row per sample, of any length but 0.
  ///   - weights: a row per class, as long.
  ///   - labels: the true class of each sample.
  public func evaluate(embeddings: Matrix, weights: Matrix, labels: [Int]) -> Gradients {
    precondition(embeddings.columns == weights.columns && labels.count == embeddings.rows)
    var result = Gradients(
      embeddings: Matrix(rows: embeddings.rows, columns: embeddings.columns),
      weights: Matrix(rows: weights.rows, columns: weights.columns))
    let classLengths = (0..<weights.rows).map { max(tiny, length(weights[$0])) }
    let share = 1 / Double(max(1, labels.count))
    for (sample, label) in labels.enumerated() {
      let x = embeddings[sample]
      let lengths = (x: max(tiny, length(x)), w: classLengths)
      var slopes = (0..<weights.rows).map { dot(x, weights[$0]) / (lengths.x * lengths.w[$0]) }
      let cosines = slopes
      let row = differentiate(&slopes, embeddingLength: lengths.x, weightLengths: lengths.w, label: label)
      result.value += share * row.value
      result.embeddings.add(share * row.embeddingLengthSlope / lengths.x, x, to: sample)
      for (j, slope) in slopes.enumerated() {
        // The derivative of a cosine by one of its vectors is the other direction less its part along this one.
        let w = weights[j]
        result.embeddings.add(share * slope / (lengths.x * lengths.w[j]), w, to: sample)
        result.embeddings.add(-share * slope * cosines[j] / (lengths.x * lengths.x), x, to: sample)
        result.weights.add(share * slope / (lengths.x * lengths.w[j]), x, to: j)
        let along = row.weightLengthSlopes.isEmpty ? 0 : row.weightLengthSlopes[j] / lengths.w[j]
        result.weights.add(share * (along - slope * cosines[j] / (lengths.w[j] * lengths.w[j])), w, to: j)
      }
    }
    return result
  }

  /// Derivatives of one sample's loss.
  public struct Slopes: Sendable {
    public var value = 0.0
    public var embeddingLengthSlope = 0.0
    /// One per class; empty where the scale does not depend on the weights' lengths.
    public var weightLengthSlopes: [Double] = []
  }

  /// Replaces the cosines of one sample by the loss's derivatives with respect to them.
  /// - Parameters:
  ///   - cosines: one per class, -1 to 1.
  ///   - embeddingLength, weightLengths: read where the margin's scale depends on them.
  public func differentiate(
    _ cosines: inout [Double], embeddingLength: Double = 1, weightLengths: [Double] = [], label: Int
  ) -> Slopes {
    let target = margin.target(cosines[label])
    var angular = cosines
    angular[label] = target.value
    func factor(_ j: Int) -> Double {
      switch margin.scale {
      case .lengths: embeddingLength * weightLengths[j]
      case .embeddingLength: embeddingLength
      case .constant(let s): s
      }
    }
    for j in cosines.indices { cosines[j] = factor(j) * angular[j] }
    var result = Slopes(value: loss.differentiate(&cosines, label: label))
    switch margin.scale {
    case .lengths:
      result.embeddingLengthSlope = cosines.indices.reduce(0) { $0 + cosines[$1] * angular[$1] * weightLengths[$1] }
      result.weightLengthSlopes = cosines.indices.map { cosines[$0] * angular[$0] * embeddingLength }
    case .embeddingLength:
      result.embeddingLengthSlope = cosines.indices.reduce(0) { $0 + cosines[$1] * angular[$1] }
    case .constant: break
    }
    for j in cosines.indices { cosines[j] *= factor(j) }
    cosines[label] *= target.slope
    return result
  }
}

/// Vectors shorter than this count as this long.
private let tiny = 1e-12
