import Library
import SystemPackage

/// An end of a bridge with the words for it.
struct NamedEnd: Equatable {
  let end: BridgeEnd
  let name: String
}

extension State {
  /// `:bridge [A] [B]`: names of people, photos, or `query`; without B from the face under the cursor, without both from there
  /// to the query.
  mutating func bridgeCommand(_ text: String) throws(CommandError) -> [Effect] {
    let words = text.split(separator: " ").map(String.init)
    guard !words.isEmpty else {
      guard let query = queryEnd else {
        throw CommandError(
          "two ends are expected, as in bridge Ada party.jpg#2; among matches the query is one of them")
      }
      let face = try faceUnderCursor()
      guard face.end != query.end else { throw CommandError("the cursor is on the query; go to another face") }
      return openBridge(from: query, to: face)
    }
    // Names may have blanks: where the first ends is where both are known.
    for split in 1..<words.count {
      let parts = [words[..<split], words[split...]].map { $0.joined(separator: " ") }
      guard let from = end(parts[0]), let to = end(parts[1]) else { continue }
      return try open(from, to)
    }
    if let to = end(text) { return try open(try faceUnderCursor(), to) }
    let unknown = words.first { end($0) == nil } ?? text
    throw CommandError("\(unknown) is neither a person with a name nor a face of a photo here")
  }

  private mutating func open(_ from: NamedEnd, _ to: NamedEnd) throws(CommandError) -> [Effect] {
    guard from.end != to.end else { throw CommandError("a bridge needs two different ends") }
    leaveHelp()
    return openBridge(from: from, to: to)
  }

  private func end(_ text: String) -> NamedEnd? {
    if let name = survey?.people.first(where: { $0.lowercased() == text.lowercased() }) {
      return NamedEnd(end: .person(name), name: name)
    }
    if text == "query" { return queryEnd }
    let name = PhotoName(text) { !photos(named: $0).isEmpty }
    guard let photo = try? photo(named: name.text),
      let index = name.number.map({ $0 - 1 }) ?? PhotoScreen(photo: photo).selected
    else { return nil }
    return end(photo.path, index + 1)
  }

  private func end(_ path: FilePath, _ number: Int) -> NamedEnd? {
    face(path, number).map { photo, face in
      NamedEnd(end: .face(face.id), name: photos.name(of: path) + (photo.faces.count > 1 ? " #\(number)" : ""))
    }
  }

  private var queryEnd: NamedEnd? {
    let index = matchesUnderPhoto
    let below: Matches? = index.flatMap { if case .matches(let matches) = screens[$0] { matches } else { nil } }
    return (topMatches ?? below).flatMap { end($0.photo, $0.number) }
  }

  private func faceUnderCursor() throws(CommandError) -> NamedEnd {
    let place: (FilePath, Int)?
    if let match = topMatches?.current {
      place = (match.photo, match.number)
    } else {
      let photo = currentPhoto
      let selected = photoScreen?.selected ?? photo.flatMap { PhotoScreen(photo: $0).selected }
      place = photo.flatMap { photo in selected.map { (photo.path, $0 + 1) } }
    }
    guard let found = place.flatMap({ end($0.0, $0.1) }) else {
      throw CommandError("there is no face under the cursor")
    }
    return found
  }

  // MARK: - Completion

  /// Names of people of which the last words are the beginning, or photos.
  mutating func completeFaces(_ rest: String, before start: Int) {
    let characters = Array(rest)
    let starts = [0] + characters.indices.filter { $0 > 0 && characters[$0 - 1] == " " }
    for place in starts {
      let typed = String(characters[place...])
      let names = (survey?.people ?? []).filter { $0.lowercased().hasPrefix(typed.lowercased()) }
      if !typed.isEmpty, !names.isEmpty { return offer(names, from: start + place, typed) }
    }
    let last = starts.last ?? 0
    let typed = String(characters[last...])
    offer((typed.isEmpty ? survey?.people ?? [] : []) + photoNames(typed), from: start + last, typed)
  }
}
