import ArgumentParser
import Foundation
import Library
import SystemPackage

struct EvaluateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Measure how well a pack tells people apart in labelled photos.",
    discussion: "Exit status: 0 when it was measured, 2 on an error.",
    subcommands: [
      EvaluateAlbumCommand.self, EvaluatePairsCommand.self, EvaluateLearningCommand.self,
      EvaluateOddsCommand.self,
    ])
}

/// Where a command writes its results besides the lines for people.
struct ResultArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Write all results as JSON into this file; - writes nothing else to stdout.", valueName: "file|-"))
  var json: FilePath?

  /// - Parameter lines: for people.
  func write(_ result: some Encodable, lines: [String]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    if json != "-" { try emit(lines: lines) }
    guard let json else { return }
    let bytes = Array(try encoder.encode(result))
    if json == "-" {
      try emit(lines: bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) })
    } else {
      try json.replaceContents(with: bytes + Array("\n".utf8))
    }
  }
}

/// A rate with the threshold that gives it, as in "0.9900 at 0.3456" and in JSON.
struct RateRow: Encodable {
  let value: Double
  let threshold: Float

  init(_ operating: VerificationCurve.Operating) {
    value = operating.rate
    threshold = operating.threshold
  }

  var text: String { String(format: "%.4f at %.4f", value, threshold) }
}

/// A true accept rate, or why there is none.
struct AcceptRow: Encodable {
  let falseAcceptRate: Double
  private(set) var trueAcceptRate: Double?
  private(set) var threshold: Float?
  private(set) var needsDifferentPairs: Int?
  private let different: Int

  init(_ curve: VerificationCurve, falseAcceptRate: Double) {
    self.falseAcceptRate = falseAcceptRate
    different = curve.different
    switch curve.trueAcceptRate(atFalseAcceptRate: falseAcceptRate) {
    case .at(let operating): (trueAcceptRate, threshold) = (operating.rate, operating.threshold)
    case .none: trueAcceptRate = 0
    case .needs(let different): needsDifferentPairs = different
    }
  }

  private enum CodingKeys: CodingKey { case falseAcceptRate, trueAcceptRate, threshold, needsDifferentPairs }

  var text: String {
    if let needsDifferentPairs {
      let needed = plural(needsDifferentPairs, "pair", "pairs")
      return "needs \(needed) of different people, there \(different == 1 ? "is" : "are") \(different)"
    }
    guard let trueAcceptRate, let threshold else { return "0: the best scores are those of different people" }
    return String(format: "%.4f at %.4f", trueAcceptRate, threshold)
  }
}

extension Duration {
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

/// "rank-1                       0.9688": lines of a table for people.
func row(_ name: String, _ value: String) -> String { name.padding(toLength: 29, withPad: " ", startingAt: 0) + value }
