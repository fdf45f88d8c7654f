import Library
import TerminalUI

/// "1 photo", "3,400 photos".
func counted(_ number: Int, _ one: String, _ many: String) -> String {
  "\(grouped(number)) \(number == 1 ? one : many)"
}

/// A score with two decimals, rounded towards zero so that 0.439 never reads as a threshold of 0.44 that it misses.
func decimals(_ score: Float) -> String {
  guard score.isFinite else { return "?" }
  let hundredths = Int((max(-1e6, min(1e6, score)) * 100 + (score < 0 ? -0.001 : 0.001)).rounded(.towardZero))
  let sign = hundredths < 0 ? "-" : ""
  let (whole, rest) = (abs(hundredths) / 100, abs(hundredths) % 100)
  return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
}

/// A file's name, which may have folders before it, in a number of columns: folders have at most half of the room, and of
/// both parts the ends stay.
func shortenedName(_ name: String, to width: Int) -> String {
  guard columns(of: name) > width, let slash = name.lastIndex(of: "/") else { return shortenedFile(name, to: width) }
  let (folder, file) = (String(name[..<slash]), String(name[name.index(after: slash)...]))
  let room = max(width / 2, width - columns(of: file) - 1)
  let short = shortened(folder, to: room, middle: true) + "/"
  return short + shortenedFile(file, to: width - columns(of: short))
}

/// Names of one camera differ at the end, before the extension: that stays, and the extension where there is room.
private func shortenedFile(_ file: String, to width: Int) -> String {
  guard columns(of: file) > width, let dot = file.lastIndex(of: "."), dot != file.startIndex,
    file[dot...].count <= 5
  else { return shortened(file, to: width, middle: true) }
  let (stem, ending) = (String(file[..<dot]), String(file[dot...]))
  if columns(of: stem) < width { return stem + "…" }
  let room = width - columns(of: ending)
  return room < 6 ? shortened(stem, to: width, middle: true) : shortened(stem, to: room, middle: true) + ending
}

/// A sentence in a number of columns: paths in it lose their beginnings, the longest first, before it loses its end.
func shortenedSentence(_ text: String, to width: Int) -> String {
  var words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
  var excess = columns(of: text) - width
  while excess > 0,
    let index = words.indices.filter({ words[$0].contains("/") && columns(of: words[$0]) > 12 })
      .max(by: { columns(of: words[$0]) < columns(of: words[$1]) })
  {
    words[index] = shortenedAtStart(words[index], to: max(12, columns(of: words[index]) - excess))
    excess = words.reduce(words.count - 1) { $0 + columns(of: $1) } - width
  }
  return shortened(words.joined(separator: " "), to: width)
}

/// "4 min left".
func timeLeft(_ seconds: Double) -> String {
  guard seconds.isFinite, seconds < 360_000 else { return "days left" }
  let whole = Int(max(0, seconds).rounded(.up))
  switch whole {
  case ..<100: return "\(whole) s left"
  case ..<5400: return "\((whole + 30) / 60) min left"
  default: return "\((whole + 1800) / 3600) h left"
  }
}

extension IndexProgress {
  /// "indexed 120 of 3,400 · 14/s · 4 min left".
  var sentence: String {
    var parts = ["indexed \(grouped(done)) of \(grouped(total))"]
    if rate > 0 {
      let tenths = Int((min(rate, 1e6) * 10).rounded())
      parts.append(rate < 10 ? "\(tenths / 10).\(tenths % 10)/s" : "\(tenths / 10)/s")
    }
    if let remaining { parts.append(timeLeft(remaining)) }
    return parts.joined(separator: " · ")
  }
}
