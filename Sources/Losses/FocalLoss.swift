import Foundation

/// −(1 − p)^γ · log p with the softmax's probability p of the true class: samples that are easy weigh less.
///
/// Lin, Goyal, Girshick, He, Dollár: Focal Loss for Dense Object Detection, 2017, arXiv:1708.02002 (for two classes;
/// here of a softmax). γ = 0 gives the cross-entropy.
public struct FocalLoss: LogitLoss {
  /// At least 0.
  public var gamma: Double

  public init(gamma: Double = 2) { self.gamma = gamma }

  /// With the cross-entropy's derivative g: g · ((1 − p)^γ − γ · p · (1 − p)^(γ − 1) · log p).
  public func differentiate(_ logits: inout [Double], label: Int) -> Double {
    let crossEntropy = SoftmaxCrossEntropy().differentiate(&logits, label: label)
    let rest = -logits[label]  // 1 − p
    let weight = pow(rest, gamma)
    // The limit is 0 for p → 1: log p goes to 0 as fast as p − 1.
    let slope = rest > 0 ? gamma * (1 - rest) * pow(rest, gamma - 1) * crossEntropy : 0
    for index in logits.indices { logits[index] *= weight + slope }
    return weight * crossEntropy
  }
}
