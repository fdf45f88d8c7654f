import Faces
import Foundation
import Imaging
import Library
import SystemPackage

/// A page about a list of pairs that needs no other file. It is well-formed XML.
struct PairReport {
  private static let shown = 12
  private static let pictureSide = 160

  private let evaluation: PairEvaluation
  private let result: PairResult

  init(_ evaluation: PairEvaluation, _ result: PairResult) {
    self.evaluation = evaluation
    self.result = result
  }

  var html: String {
    """
    <!DOCTYPE html>
    <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width"/>
    <title>Pairs of \(escaped(result.list)) with \(escaped(result.pack))</title>
    <style>\(Self.style)</style>
    </head>
    <body>
    <h1>Pairs of \(escaped(result.list))</h1>
    <table>
    \(result.table.map { "<tr><th>\(escaped($0))</th><td>\(escaped($1))</td></tr>" }.joined(separator: "\n"))
    </table>
    <div class="charts">
    <figure>\(PairCharts.roc(evaluation.curve))<figcaption>ROC curve; at the left edge nothing is falsely \
    accepted.</figcaption></figure>
    <figure>\(PairCharts.histogram(evaluation))<figcaption>Scores of pairs of <span class="same">the same person</span> \
    and of <span class="different">different people</span>; the line is the best threshold. \
    Pairs with a picture that gave no face are left out.</figcaption></figure>
    </div>
    \(section("The same person, lowest scores", worst(isSame: true)))
    \(section("Different people, highest scores", worst(isSame: false)))
    \(missing)
    </body>
    </html>

    """
  }

  private static let style = """
    :root { color-scheme: light dark; font: 15px/1.4 system-ui, sans-serif; }
    body { max-width: 1180px; margin: 1.5em auto; padding: 0 1em; }
    th { text-align: left; font-weight: normal; opacity: 0.7; padding-right: 1.5em; }
    figure { margin: 0; } figcaption { font-size: 13px; }
    .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(340px, 1fr)); gap: 1.5em; margin: 1.5em 0; }
    .pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(340px, 1fr)); gap: 1em; }
    .pair { display: grid; grid-template-columns: 160px 160px; gap: 6px; }
    .pair figcaption { grid-column: 1 / 3; overflow-wrap: anywhere; }
    .wrong b { color: #d33; }
    img { width: 160px; height: 160px; object-fit: contain; background: #8883; }
    svg { width: 100%; fill: currentColor; font-size: 12px; }
    .grid { stroke: currentColor; opacity: 0.15; }
    polyline { fill: none; stroke-width: 2; stroke: currentColor; }
    svg .same { stroke: #1a73e8; } svg .different { stroke: #e8710a; }
    svg .filled.same { fill: #1a73e844; } svg .filled.different { fill: #e8710a44; }
    span.same { color: #1a73e8; } span.different { color: #e8710a; }
    .threshold { stroke: currentColor; stroke-dasharray: 5 4; }
    """

  /// The pairs of one kind that score most like the other, worst first.
  private func worst(isSame: Bool) -> [Int] {
    let pairs = evaluation.list.pairs.indices.filter {
      evaluation.list.pairs[$0].isSame == isSame && evaluation.isComplete[$0]
    }
    let scores = evaluation.scores
    return Array(pairs.sorted { isSame ? scores[$0] < scores[$1] : scores[$0] > scores[$1] }.prefix(Self.shown))
  }

  private func section(_ title: String, _ pairs: [Int]) -> String {
    guard !pairs.isEmpty else { return "" }
    return "<h2>\(title)</h2>\n<div class=\"pairs\">\n\(pairs.map(figure).joined(separator: "\n"))\n</div>"
  }

  private func figure(_ index: Int) -> String {
    let pair = evaluation.list.pairs[index]
    let score = evaluation.scores[index]
    let accepted = evaluation.curve.bestAccuracy.map { score >= $0.threshold } ?? false
    return """
      <figure class="pair\(accepted == pair.isSame ? "" : " wrong")">\(image(pair.first))\(image(pair.second))\
      <figcaption><b>\(String(format: "%.4f", score))</b>\(accepted == pair.isSame ? "" : " wrong at the best threshold") \
      · line \(pair.line) · \(escaped(pair.first.string)) · \(escaped(pair.second.string))</figcaption></figure>
      """
  }

  private func image(_ path: FilePath) -> String {
    let text = escaped(path.string)
    guard let face = evaluation.findings[path]?.face, let jpeg = picture(path, face.box) else {
      return "<span>\(text)</span>"
    }
    return "<img alt=\"\(text)\" src=\"data:image/jpeg;base64,\(Data(jpeg).base64EncodedString())\"/>"
  }

  /// The face with some room around it. Nil where the file can no longer be read.
  private func picture(_ path: FilePath, _ box: Box) -> [UInt8]? {
    guard let bytes = try? evaluation.file(path).contents(), let photo = try? DecodedPhoto(bytes)
    else { return nil }
    let side = result.use == .whole ? 0 : 0.25 * max(box.width, box.height)
    let scale = Float(photo.image.width) / Float(photo.width)
    func pixels(_ value: Float) -> Int { Int((value * scale).rounded()) }
    return try? photo.image.cropped(
      x: pixels(box.x - side), y: pixels(box.y - side), width: pixels(box.width + 2 * side),
      height: pixels(box.height + 2 * side)
    ).fitted(width: 2 * Self.pictureSide, height: 2 * Self.pictureSide).jpeg(quality: 80)
  }

  private var missing: String {
    let named =
      result.missing.unreadable.map { "\($0): unreadable" }
      + result.missing.withoutFace.map { "\($0): no face was found" }
    guard !named.isEmpty else { return "" }
    return "<h2>Pictures that gave no face</h2>\n<ul>\(named.map { "<li>\(escaped($0))</li>" }.joined())</ul>"
  }
}
