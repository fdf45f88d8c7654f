import Foundation

/// A loss of one sample's logits.
public protocol LogitLoss: Sendable {
  /// Replaces the logits by the loss's derivatives with respect to them.
  /// - Parameters:
  ///   - logits: one per class, any finite numbers.
  ///   - label: the true class, an index into `logits`.
  /// - Returns: the loss, at least 0.
  func differentiate(_ logits: inout [Double], label: Int) -> Double
}

extension LogitLoss {
  /// The mean loss of a batch and its derivatives with respect to each logit.
  /// - Parameters:
  ///   - logits: a row per sample, a column per class.
  ///   - labels: the true class of each sample.
  public func evaluate(_ logits: Matrix, labels: [Int]) -> (value: Double, gradient: Matrix) {
    precondition(labels.count == logits.rows, "\(labels.count) labels for \(logits.rows) samples")
    let share = 1 / Double(max(1, logits.rows))
    var value = 0.0
    var gradient = Matrix(rows: logits.rows, columns: logits.columns)
    for (sample, label) in labels.enumerated() {
      var row = Array(logits[sample])
      value += share * differentiate(&row, label: label)
      gradient.add(share, row[...], to: sample)
    }
    return (value, gradient)
  }
}

/// Softmax with cross-entropy: −log p, p = exp(zᵧ) / Σⱼ exp(zⱼ) for the logits z and the true class y.
public struct SoftmaxCrossEntropy: LogitLoss {
  public init() {}

  /// The derivative by zⱼ is pⱼ, less 1 for the true class.
  public func differentiate(_ logits: inout [Double], label: Int) -> Double {
    let logit = logits[label]
    let logSum = softmax(&logits)
    logits[label] -= 1
    return logSum - logit
  }
}

/// Replaces logits by their probabilities.
/// - Returns: log Σⱼ exp(zⱼ), without overflow whatever the logits are.
func softmax(_ logits: inout [Double]) -> Double {
  let largest = logits.max() ?? 0
  var sum = 0.0
  for index in logits.indices {
    logits[index] = exp(logits[index] - largest)
    sum += logits[index]
  }
  for index in logits.indices { logits[index] /= sum }
  return largest + log(sum)
}
