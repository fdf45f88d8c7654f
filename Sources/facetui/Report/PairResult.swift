import Foundation
import Library

/// What `facetui eval pairs` prints; docs/file-formats.md names the keys.
struct PairResult: Encodable {
  struct Missing: Encodable {
    /// Pictures.
    let unreadable: [String]
    let withoutFace: [String]
    /// Pairs with such a picture.
    let samePairs: Int
    let differentPairs: Int
  }

  struct TenFold: Encodable {
    let mean: Double
    let standardError: Double
    let standardDeviation: Double
    let accuracies: [Double]
    let thresholds: [Float]
    let foldsOfTheList: Bool
  }

  struct Score: Encodable {
    let line: Int
    let first: String
    let second: String
    let same: Bool
    let score: Float
    /// Whether both pictures gave a face; else the score is -1.
    let complete: Bool
  }

  let list: String
  let root: String
  let pack: String
  let use: PairEvaluation.PictureUse
  let same: Int
  let different: Int
  let pictures: Int
  /// Pictures with several faces, of which one counts.
  let severalFaces: Int
  let missing: Missing
  let meanScoreSame: Double?
  let meanScoreDifferent: Double?
  let bestAccuracy: RateRow?
  let folds: TenFold?
  let areaUnderCurve: Double?
  let equalErrorRate: RateRow?
  let trueAcceptRates: [AcceptRow]
  let seconds: Double
  let workers: Int
  let scores: [Score]

  init(
    _ evaluation: PairEvaluation, list: String, pack: String, use: PairEvaluation.PictureUse, time: Duration,
    workers: Int
  ) {
    self.list = list
    self.pack = pack
    self.use = use
    self.workers = workers
    seconds = time.inSeconds
    root = evaluation.root.string
    let curve = evaluation.curve
    same = curve.same
    different = curve.different
    pictures = evaluation.findings.count
    severalFaces = evaluation.findings.values.count { if case .face(_, let count) = $0 { count > 1 } else { false } }
    missing = Missing(evaluation)
    meanScoreSame = evaluation.meanScore(isSame: true)
    meanScoreDifferent = evaluation.meanScore(isSame: false)
    bestAccuracy = curve.bestAccuracy.map(RateRow.init)
    folds = evaluation.folds.map { TenFold($0, foldsOfTheList: evaluation.list.hasOwnFolds) }
    areaUnderCurve = curve.areaUnderCurve
    equalErrorRate = curve.equalErrorRate.map(RateRow.init)
    trueAcceptRates = [1e-1, 1e-2, 1e-3, 1e-4].map { AcceptRow(curve, falseAcceptRate: $0) }
    scores = evaluation.list.pairs.enumerated().map { index, pair in
      Score(
        line: pair.line, first: pair.first.string, second: pair.second.string, same: pair.isSame,
        score: evaluation.scores[index], complete: evaluation.isComplete[index])
    }
  }
}

extension PairResult.Missing {
  init(_ evaluation: PairEvaluation) {
    let findings = evaluation.findings.sorted { $0.key.string < $1.key.string }
    unreadable = findings.filter { if case .unreadable = $0.value { true } else { false } }.map(\.key.string)
    withoutFace = findings.filter { $0.value == .noFace }.map(\.key.string)
    let pairs = zip(evaluation.list.pairs, evaluation.isComplete).filter { !$0.1 }.map(\.0)
    samePairs = pairs.count { $0.isSame }
    differentPairs = pairs.count - samePairs
  }

  fileprivate var text: String {
    guard unreadable.count + withoutFace.count > 0 else { return "none" }
    return
      "\(plural(unreadable.count, "picture", "pictures")) unreadable, \(withoutFace.count) without a face; "
      + "their \(samePairs) same and \(differentPairs) different pairs score -1 and count as different"
  }
}

extension PairResult.TenFold {
  init(_ folds: FoldAccuracy, foldsOfTheList: Bool) {
    mean = folds.mean
    standardError = folds.standardError
    standardDeviation = folds.standardDeviation
    accuracies = folds.accuracies
    thresholds = folds.thresholds
    self.foldsOfTheList = foldsOfTheList
  }

  fileprivate var text: String {
    String(
      format: "%.4f ± %.4f (standard error of %d folds %@; deviation %.4f)", mean, standardError, accuracies.count,
      foldsOfTheList ? "of the list" : "made of the list", standardDeviation)
  }
}

extension PairResult {
  /// Names and values, for people.
  var table: [(String, String)] {
    let several = "(\(severalFaces) \(severalFaces == 1 ? "shows" : "show") several)"
    let source =
      switch use {
      case .centralFace: "of each the face nearest the middle \(several)"
      case .largestFace: "of each the largest face \(several)"
      case .whole: "each as a whole, stretched, not aligned"
      }
    let needed = "needs pairs of both kinds"
    let rates = zip(["1e-1", "1e-2", "1e-3", "1e-4"], trueAcceptRates).map { ("TAR at FAR \($0)", $1.text) }
    return [
      ("pack", pack),
      ("pairs", "\(same + different): \(same) same, \(different) different"),
      ("pictures", "\(pictures), \(source)"),
      ("not found", missing.text),
      ("mean score", "\(mean(meanScoreSame)) same, \(mean(meanScoreDifferent)) different"),
      ("accuracy", bestAccuracy.map { "\($0.text), the best threshold for these pairs" } ?? needed),
      ("ten-fold accuracy", folds?.text ?? "needs pairs of both kinds in each fold"),
      ("area under the curve", areaUnderCurve.map { String(format: "%.4f", $0) } ?? needed),
      ("equal error rate", equalErrorRate?.text ?? needed),
    ] + rates + [("time", String(format: "%.2f s, ", seconds) + plural(workers, "worker", "workers"))]
  }

  var lines: [String] { table.map(row) }

  private func mean(_ value: Double?) -> String { value.map { String(format: "%.4f", $0) } ?? "none" }
}
