import Foundation
import Library

/// A frame with axes in which x and y run from 0 to 1.
private struct Chart {
  static let width = 560.0
  static let height = 360.0
  private static let left = 60.0
  private static let bottom = 50.0

  var title: String
  var body = ""

  static func x(_ share: Double) -> Double { left + share * (width - left - 15) }
  static func y(_ share: Double) -> Double { height - bottom - share * (height - bottom - 15) }

  mutating func add(_ element: String) { body += element + "\n" }

  mutating func axes(x labels: [(Double, String)], _ xName: String, y yLabels: [(Double, String)], _ yName: String) {
    for (share, text) in labels {
      add(line(share, 0, share, 1, "grid"))
      add(label(Self.x(share), Self.y(0) + 18, text))
    }
    for (share, text) in yLabels {
      add(line(0, share, 1, share, "grid"))
      add(label(Self.x(0) - 6, Self.y(share) + 4, text, anchor: "end"))
    }
    add(label(Self.x(0.5), Self.height - 8, xName))
    let middle = String(format: "%.1f", Self.y(0.5))
    add(
      "<text x=\"14\" y=\"\(middle)\" text-anchor=\"middle\" transform=\"rotate(-90 14 \(middle))\">\(escaped(yName))</text>"
    )
  }

  mutating func path(_ points: [(x: Double, y: Double)], _ style: String) {
    let steps = points.map { String(format: "%.1f,%.1f", Self.x($0.x), Self.y($0.y)) }
    add("<polyline class=\"\(style)\" points=\"\(steps.joined(separator: " "))\"/>")
  }

  func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) -> String {
    String(
      format: "<line class=\"%@\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", style, Self.x(x1), Self.y(y1),
      Self.x(x2), Self.y(y2))
  }

  func label(_ x: Double, _ y: Double, _ text: String, anchor: String = "middle") -> String {
    String(format: "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%@\">%@</text>", x, y, anchor, escaped(text))
  }

  var svg: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" role="img" \
    aria-label="\(escaped(title))">
    \(body)</svg>
    """
  }
}

/// The curves of a report as SVG.
enum PairCharts {
  private static let shares = [0, 0.2, 0.4, 0.6, 0.8, 1].map { ($0, String(format: "%.1f", $0)) }

  /// True accept rate over false accept rate; the latter on a logarithmic axis that ends at one false accept, to the left
  /// of which lies 0.
  static func roc(_ curve: VerificationCurve) -> String {
    let decades = max(1, Int(log10(Double(max(curve.different, 1))).rounded(.up)))
    func place(_ falseAccepts: Int) -> Double {
      guard falseAccepts > 0 else { return 0 }
      return 1 + log10(Double(falseAccepts) / Double(curve.different)) / Double(decades)
    }
    var points: [(x: Double, y: Double)] = [(0, 0)]
    for point in curve.points {
      let next = (x: place(point.falseAccepts), y: Double(point.trueAccepts) / Double(max(curve.same, 1)))
      if let last = points.last, next.x > last.x { points.append((next.x, last.y)) }
      // Steps that no screen could show apart are left out.
      if let last = points.last, points.count > 2, abs(next.x - last.x) < 5e-4, abs(next.y - last.y) < 5e-4 { continue }
      points.append(next)
    }
    var chart = Chart(title: "ROC curve")
    let labels = (0...decades).map { (1 - Double($0) / Double(decades), $0 == 0 ? "1" : "1e-\($0)") }
    chart.axes(x: labels, "false accept rate", y: shares, "true accept rate")
    chart.path(points, "same")
    return chart.svg
  }

  /// The scores of both kinds of pairs, each kind as shares of its own number.
  static func histogram(_ evaluation: PairEvaluation) -> String {
    let pairs = evaluation.list.pairs.indices.filter { evaluation.isComplete[$0] }
    let scores = pairs.map { evaluation.scores[$0] }
    // Bins of 0.04, and at least the scores 0 to 1.
    let first = Int((min(0, scores.min() ?? 0) * 25).rounded(.down))
    let bins = 25 - first
    func place(_ score: Float) -> Double { (Double(score) * 25 - Double(first)) / Double(bins) }
    var counts = [true: [Int](repeating: 0, count: bins), false: [Int](repeating: 0, count: bins)]
    for (index, score) in zip(pairs, scores) {
      counts[evaluation.list.pairs[index].isSame]?[min(max(Int(place(score) * Double(bins)), 0), bins - 1)] += 1
    }
    var chart = Chart(title: "Scores")
    let heights = counts.mapValues { counts in counts.map { Double($0) / Double(max(counts.reduce(0, +), 1)) } }
    let top = max(0.05, heights.values.flatMap { $0 }.max() ?? 0)
    let labels = (Int((Double(first) / 5).rounded(.up))...5).map {
      (place(Float($0) / 5), String(format: "%.1f", Double($0) / 5))
    }
    let marks = [0, 0.25, 0.5, 0.75, 1].map { ($0, String(format: "%.0f %%", $0 * top * 100)) }
    chart.axes(x: labels, "score", y: marks, "share of pairs")
    for (isSame, style) in [(false, "different"), (true, "same")] {
      let outline = (heights[isSame] ?? []).enumerated().flatMap { bin, height in
        [(x: Double(bin), y: height / top), (x: Double(bin + 1), y: height / top)]
      }.map { (x: $0.x / Double(bins), y: $0.y) }
      chart.path([(0, 0)] + outline + [(1, 0)], style + " filled")
    }
    if let threshold = evaluation.curve.bestAccuracy?.threshold {
      let share = max(0, place(threshold))
      chart.add(chart.line(share, 0, share, 1, "threshold"))
    }
    return chart.svg
  }
}
