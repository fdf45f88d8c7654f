import Configuration
import Journal
import Library

/// One condition on photos.
struct FilterTerm: Sendable, Equatable {
  enum Condition: Sendable, Equatable {
    /// How many were found; nothing while the photo was not looked at.
    case faces(ClosedRange<Int32>)
    case state(PhotoStateKind)
    /// As `CaptureDate`.
    case date(ClosedRange<UInt64>)
    case noDate
    /// Part of the path, see `NameIndex`.
    case name([CChar])
    /// Part of the name of somebody who is confirmed on it, see `PersonName.folded`; nil where nobody is.
    case person(String?)
  }

  let condition: Condition
  let isNegated: Bool

  func passes(_ facts: PhotoFacts, _ names: NameIndex, _ place: Int) -> Bool {
    holds(facts, names, place) != isNegated
  }

  private func holds(_ facts: PhotoFacts, _ names: NameIndex, _ place: Int) -> Bool {
    switch condition {
    case .faces(let range): facts.isExamined && range.contains(facts.faces)
    case .state(let kind): facts.kind == kind
    case .date(let range): facts.date.map { range.contains($0.rawValue) } ?? false
    case .noDate: facts.date == nil
    case .name(let text): names.contains(text, at: place)
    case .person(let name):
      name.map { names.hasPerson($0, at: place) } ?? (facts.faces > 0 && !names.hasPerson(at: place))
    }
  }
}

// MARK: - Reading

extension FilterTerm {
  static let fields = ["faces", "date", "name", "person", "state"]

  init(_ word: FilterWord) throws(FilterError) {
    isNegated = word.bare > 1 && word.text.hasPrefix("-")
    let text = word.text.dropFirst(isNegated ? 1 : 0)
    let bare = text.prefix(max(0, word.bare - (isNegated ? 1 : 0)))
    guard let colon = bare.firstIndex(of: ":") else {
      condition = .name(NameIndex.folded(String(text)))
      return
    }
    do throws(Refusal) {
      condition = try Self.condition(String(text[..<colon]), text[text.index(after: colon)...])
    } catch {
      throw FilterError(reason: error.reason, end: word.end)
    }
  }

  private struct Refusal: Error {
    let reason: String
  }

  private static func condition(_ field: String, _ value: Substring) throws(Refusal) -> Condition {
    switch field.lowercased() {
    case "faces": return .faces(try faces(value))
    case "date": return try date(value)
    case "name":
      if value.isEmpty { throw Refusal(reason: "name: needs a part of a name, such as name:party") }
      return .name(NameIndex.folded(String(value)))
    case "person":
      guard let name = PersonName(String(value)) else {
        throw Refusal(reason: "person: needs a part of a person's name, such as person:Ada, or none")
      }
      return .person(value.lowercased() == "none" ? nil : name.folded)
    case "state": return .state(try state(value))
    default:
      let near = nearest(to: field, among: fields).map { "; did you mean \($0):?" }
      throw Refusal(reason: "there is no \(field):, only faces:, date:, name:, person: and state:" + (near ?? ""))
    }
  }

  private static func faces(_ value: Substring) throws(Refusal) -> ClosedRange<Int32> {
    switch value.lowercased() {
    case "none": return 0...0
    case "one": return 1...1
    case "several": return 2...Int32.max
    default: break
    }
    let ends = value.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = ends.map { Int32($0) }
    if ends.count == 1, value.hasSuffix("+"), let least = Int32(value.dropLast()), least >= 0 {
      return least...Int32.max
    }
    if ends.count == 1, let count = numbers[0], count >= 0 { return count...count }
    if ends.count == 2, let least = numbers[0], let most = numbers[1], 0...most ~= least { return least...most }
    throw Refusal(reason: "faces: takes none, one, several, or a number as 2, 2-4 or 3+; not “\(value)”")
  }

  private static func state(_ value: Substring) throws(Refusal) -> PhotoStateKind {
    switch value.lowercased() {
    case "unread": return .unreadable
    case "noface", "no_face": return .noFace
    default: break
    }
    let names = PhotoStateKind.allCases.map(\.rawValue)
    if let kind = PhotoStateKind(rawValue: value.lowercased()) { return kind }
    let near = nearest(to: String(value), among: names).map { "; did you mean \($0)?" } ?? ""
    throw Refusal(reason: "state: is one of \(names.joined(separator: ", ")); not “\(value)”\(near)")
  }

  private static func date(_ value: Substring) throws(Refusal) -> Condition {
    if value.lowercased() == "none" { return .noDate }
    guard let dots = value.firstRange(of: "..") else {
      if let span = CaptureDate.span(value) { return .date(span) }
      throw badDate(value)
    }
    let (from, to) = (value[..<dots.lowerBound], value[dots.upperBound...])
    let first = from.isEmpty ? CaptureDate.earliest.rawValue : CaptureDate.span(from)?.lowerBound
    let last = to.isEmpty ? CaptureDate.latest.rawValue : CaptureDate.span(to)?.upperBound
    guard let first, let last, !(from.isEmpty && to.isEmpty) else { throw badDate(value) }
    guard first <= last else { throw Refusal(reason: "date: \(from) is later than \(to)") }
    return .date(first...last)
  }

  private static func badDate(_ value: Substring) -> Refusal {
    Refusal(reason: "date: takes 2021, 2021-06, 2021-06-15, 2019..2021-06, 2021.. or none; not “\(value)”")
  }
}
