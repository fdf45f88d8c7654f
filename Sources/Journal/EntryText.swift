import Foundation

/// Entries as JSON; docs/file-formats.md describes the lines.
enum EntryText {
  static let version = 1

  // MARK: - Writing

  static func line(id: EntryID, at: String, group: EntryID?, _ decision: Decision) -> String {
    var pairs = [("v", "\(version)"), ("id", string("\(id)")), ("at", string(at)), ("do", string(decision.kind))]
    if let group { pairs.append(("group", string("\(group)"))) }
    if let person = decision.person {
      if let id = person.id { pairs.append(("person", string("\(id)"))) }
      pairs.append(("name", string(person.name.text)))
    }
    if case .rename(_, let name) = decision { pairs.append(("to", string(name.text))) }
    if !decision.faces.isEmpty { pairs.append(("faces", array(decision.faces.map(object)))) }
    if case .seen(let photo, let pixels) = decision {
      pairs += [("photo", string(photo)), ("pixels", string(pixels.hash)), ("turned", "\(pixels.turned)")]
    }
    if let targets = decision.targets { pairs.append(("of", array(targets.map { string("\($0)") }))) }
    return object(pairs)
  }

  private static func object(_ key: FaceKey) -> String {
    var pairs = [("photo", string(key.photo))]
    if let pixels = key.pixels { pairs += [("pixels", string(pixels.hash)), ("turned", "\(pixels.turned)")] }
    let sides = [key.box.x, key.box.y, key.box.width, key.box.height]
    pairs += [("size", "[\(key.width),\(key.height)]"), ("box", array(sides.map { "\($0)" }))]
    return object(pairs)
  }

  private static func object(_ pairs: [(String, String)]) -> String {
    "{" + pairs.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
  }

  private static func array(_ items: [String]) -> String { "[" + items.joined(separator: ",") + "]" }

  /// In quotes, escaped as RFC 8259 demands.
  private static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\0"..<" ", "\u{7F}"...("\u{9F}"), "\u{2028}", "\u{2029}": result += String(format: "\\u%04x", scalar.value)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  // MARK: - Reading

  /// What a line says.
  struct Line {
    let id: EntryID
    let at: String
    let group: EntryID?
    let kind: String
    let decision: Decision?

    init(_ line: String) throws(DamagedEntry) {
      let content: Content
      do { content = try JSONDecoder().decode(Content.self, from: Data(line.utf8)) } catch {
        throw DamagedEntry(reason: "it is no JSON object of the journal's form")
      }
      guard let version = content.v, version > 0 else { throw DamagedEntry(reason: "it has no version (v)") }
      guard let id = content.id.flatMap({ EntryID($0) }) else { throw DamagedEntry(reason: "its id is no entry's") }
      guard let kind = content.kind else { throw DamagedEntry(reason: "it does not say what was decided (do)") }
      (self.id, self.kind, at) = (id, kind, content.at ?? "")
      group = content.group.flatMap { EntryID($0) }
      decision = version == EntryText.version ? try content.decision(kind, id) : nil
    }
  }

  private struct Content: Decodable {
    enum CodingKeys: String, CodingKey {
      case v, id, at, group, person, name, to, faces, of, photo, pixels, turned
      case kind = "do"
    }

    var v: Int?
    var id, at, kind, group, person, name, to: String?
    var faces: [Face]?
    var of: [String]?
    var photo, pixels: String?
    var turned: Int?

    /// - Returns: nil for a kind that is not known.
    func decision(_ kind: String, _ id: EntryID) throws(DamagedEntry) -> Decision? {
      switch kind {
      case "name": .name(try keys(1), try reference())
      case "refuse": .refuse(try keys(1), try reference())
      case "same": .same(try keys(2))
      case "different": .different(try keys(2))
      case "ignore": .ignore(try keys(1))
      case "rename": .rename(try reference(), to: try name(to, key: "to"))
      case "hide": .hide(try reference())
      case "show": .show(try reference())
      case "seen": try seen()
      case "undo": .undo(try targets())
      case "redo": .redo(try targets())
      default: nil
      }
    }

    private func keys(_ least: Int) throws(DamagedEntry) -> [FaceKey] {
      let keys = (faces ?? []).compactMap(\.key)
      guard keys.count >= least, keys.count == faces?.count else { throw DamagedEntry(reason: "its faces are damaged") }
      return keys
    }

    private func seen() throws(DamagedEntry) -> Decision {
      guard let photo, FaceKey.isHash(photo),
        let pixels = pixels.flatMap({ FaceKey.Pixels(hash: $0, turned: turned ?? 0) })
      else { throw DamagedEntry(reason: "its photo is damaged") }
      return .seen(photo: photo, pixels)
    }

    private func reference() throws(DamagedEntry) -> PersonReference {
      let id = person.flatMap { EntryID($0) }
      guard id != nil || person == nil else { throw DamagedEntry(reason: "its person is no entry's id") }
      return PersonReference(id: id, name: try name(name, key: "name"))
    }

    private func name(_ text: String?, key: String) throws(DamagedEntry) -> PersonName {
      guard let name = text.flatMap({ PersonName($0) }) else { throw DamagedEntry(reason: "its \(key) is missing") }
      return name
    }

    private func targets() throws(DamagedEntry) -> [EntryID] {
      let ids = (of ?? []).compactMap { EntryID($0) }
      guard !ids.isEmpty, ids.count == of?.count else { throw DamagedEntry(reason: "it names no entries (of)") }
      return ids
    }
  }

  private struct Face: Decodable {
    var photo: String
    var pixels: String?
    var turned: Int?
    var size: [Int]
    var box: [Double]

    /// nil where it is damaged.
    var key: FaceKey? {
      guard size.count == 2, box.count == 4,
        let box = FaceBox(x: box[0], y: box[1], width: box[2], height: box[3])
      else { return nil }
      let pixels = self.pixels.flatMap { FaceKey.Pixels(hash: $0, turned: turned ?? 0) }
      guard (pixels == nil) == (self.pixels == nil) else { return nil }
      return FaceKey(photo: photo, pixels: pixels, width: size[0], height: size[1], box: box)
    }
  }
}
