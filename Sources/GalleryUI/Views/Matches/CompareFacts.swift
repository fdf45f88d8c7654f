import Faces
import Library
import SystemPackage
import TerminalUI

/// What a comparison says in words, the most important first.
struct CompareFacts {
  struct Line: Equatable {
    var text: String
    var style = Style.plain
  }

  /// A name and its values for the query and for the match, each from its longest form to its shortest.
  struct Row: Equatable {
    var name: [String]
    var query, match: [String]
  }

  let verdict: [Line]
  let rows: [Row]
  let others: [Line]

  /// - Parameter query: the one that is shown, from 0.
  init(_ state: State, _ matches: Matches, _ match: Match, query: Int) {
    let theme = state.theme
    let word = Verdict(
      score: match.score, thresholds: state.thresholds, cut: state.threshold, standing: match.standing)
    let said = MatchWord(match, word, state, matches)
    let shown = said.text
    let relation = match.score >= state.threshold ? "above" : "below"
    let isCombined = matches.queries.count > 1
    let lead = (isCombined ? "\(matches.combination.rawValue) " : "") + "\(decimals(match.score)) \(shown)"
    let why = match.note(word) ?? "\(relation) the threshold \(decimals(state.threshold))"
    let pair = match.queryScores.indices.contains(query) ? match.queryScores[query] : nil
    verdict =
      (pair.map { [Line(text: "this pair \(decimals($0))", style: theme.strong)] } ?? [])
      + [Line(text: lead, style: said.style(theme))] + (said.isDecided ? [] : [Line(text: why, style: theme.quiet)])
      + (said.isDecided ? [] : state.meaning(of: match, in: matches).prefix(1)).map {
        Line(text: $0, style: theme.quiet)
      }
    let place = matches.queries[query]
    rows = Self.rows(state.face(place.photo, place.number), state.face(match.photo, match.number))
    others = Self.scores(match, query) + Self.others(state, matches, match)
  }

  // MARK: - Both faces

  private typealias Place = (photo: Photo, face: Face)

  private static func rows(_ query: Place?, _ match: Place?) -> [Row] {
    let facts: [([String], (Place) -> [String])] = [
      (["date"], { $0.photo.captured.map { [String($0.prefix(16)), String($0.prefix(10))] } ?? ["none"] }),
      (["size"], { size($0.face.box) }),
      (["sharpness", "sharp"], { sharpness($0.face) }),
      (["tilt"], { [tilt($0.face)] }), (["looks"], { [looks($0.face)] }),
      (["quality", "qual"], { quality($0.face.quality) }),
    ]
    return facts.map { name, value in Row(name: name, query: query.map(value) ?? [], match: match.map(value) ?? []) }
  }

  private static func size(_ box: Box) -> [String] {
    let text = "\(pixels(box.width))×\(pixels(box.height))"
    return [text + " px", text]
  }

  private static func sharpness(_ face: Face) -> [String] {
    let text = "\(pixels(face.sharpness))"
    return face.sharpness < 30 ? [text + " blurred", text + " !"] : [text]
  }

  private static func quality(_ quality: FaceQuality) -> [String] {
    let text = decimals(quality.value)
    guard let defect = quality.defect else { return [text] }
    return ["\(text) \(defect.sentence)", "\(text) \(defect.rawValue)", text + " !"]
  }

  private static func tilt(_ face: Face) -> String {
    guard let pose = FacePose(landmarks: face.landmarks, turn: face.turn) else { return "unknown" }
    let degrees = whole(pose.tilt, within: -180...180)
    return degrees == 0 ? "0°" : "\(abs(degrees))° \(degrees > 0 ? "right" : "left")"
  }

  /// Where the face looks, as far as five points tell.
  private static func looks(_ face: Face) -> String {
    guard let pose = FacePose(landmarks: face.landmarks, turn: face.turn) else { return "unknown" }
    let degrees = whole(pose.yaw / 5, within: -18...18) * 5
    return degrees == 0 ? "ahead" : "\(abs(degrees))° \(degrees > 0 ? "right" : "left")"
  }

  private static func pixels(_ value: Float) -> Int { whole(value, within: 0...99_999) }

  // MARK: - Other queries

  /// "queries: [1] 0.49, 2 0.27", the one that is shown in brackets.
  private static func scores(_ match: Match, _ shown: Int) -> [Line] {
    guard match.queryScores.count > 1 else { return [] }
    let scores = match.queryScores.enumerated().map { index, score in
      (index == shown ? "[\(index + 1)]" : "\(index + 1)") + " \(decimals(score))"
    }
    return [Line(text: "queries: " + scores.joined(separator: ", "))]
  }

  // MARK: - Other faces

  private static func others(_ state: State, _ matches: Matches, _ match: Match) -> [Line] {
    let theme = state.theme
    var lines: [Line] = []
    if let next = matches.runnerUp {
      let place = "\(state.photos.name(of: next.photo)) #\(next.number)"
      lines.append(Line(text: "runner-up: \(decimals(next.score)) \(place)"))
    }
    let neighbours = matches.neighbours
    if match.standing == .second, let better = neighbours.max(by: { $0.score < $1.score }) {
      lines.append(
        Line(
          text: "not this one: already in this photo at \(decimals(better.score)) (#\(better.number))",
          style: theme.maybe))
    }
    guard !neighbours.isEmpty else { return lines + [Line(text: "the only face on its photo", style: theme.quiet)] }
    let words = neighbours.map { other in
      let verdict = Verdict(
        score: other.score, thresholds: state.thresholds, cut: state.threshold, standing: other.standing)
      let word = other.standing.isSamePhoto ? Verdict.other : verdict
      return "#\(other.number) \(decimals(other.score)) \(word.rawValue)"
    }
    return lines + [Line(text: "also there: " + words.joined(separator: ", "))]
  }
}

extension State {
  /// A face by its place; nil where it is gone.
  func face(_ path: FilePath, _ number: Int) -> (photo: Photo, face: Face)? {
    guard let photo = photos[path], photo.faces.indices.contains(number - 1) else { return nil }
    return (photo, photo.faces[number - 1])
  }
}
