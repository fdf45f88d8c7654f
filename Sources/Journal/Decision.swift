import Foundation

/// A person as an entry names it: by the entry that named the person first, and by the name that held then.
public struct PersonReference: Hashable, Sendable {
  /// nil where the entry itself is the first, or only the name is known.
  public let id: PersonID?
  public let name: PersonName

  public init(id: PersonID? = nil, name: PersonName) {
    self.id = id
    self.name = name
  }
}

/// The entry that named a person first: it stays when the name changes.
public typealias PersonID = EntryID

/// What the user calls a person: text in one line, without blanks around it.
public struct PersonName: Hashable, Sendable, CustomStringConvertible {
  public static let longest = 200

  public let text: String

  /// - Returns: nil where nothing is left of the text without blanks and control characters, or more than `longest` characters.
  public init?(_ text: String) {
    let words = text.split { $0.isWhitespace || $0.isNewline }
    let clean = words.joined(separator: " ").unicodeScalars.filter { $0.properties.generalCategory != .control }
    let name = String(String.UnicodeScalarView(clean))
    guard !name.isEmpty, name.count <= Self.longest else { return nil }
    self.text = name
  }

  public var description: String { text }

  /// Equal for names that stand for one person: capital or small letters, and how an accent is encoded, do not matter.
  public var folded: String {
    text.decomposedStringWithCanonicalMapping.lowercased().precomposedStringWithCanonicalMapping
  }
}

/// What the user said. Several faces in one decision are one step that is taken back as a whole.
public enum Decision: Hashable, Sendable {
  /// These faces are the person.
  case name([FaceKey], PersonReference)
  /// These faces are not the person.
  case refuse([FaceKey], PersonReference)
  /// These faces, two at least, are one person.
  case same([FaceKey])
  /// Each of these faces, two at least, is somebody else.
  case different([FaceKey])
  /// These faces are of no interest.
  case ignore([FaceKey])
  /// The person is now called so; where another person is, the two are one.
  case rename(PersonReference, to: PersonName)
  /// The person is left out of lists, or shown again.
  case hide(PersonReference)
  case show(PersonReference)
  /// The photo with these bytes (SHA-256 in hex) has these pixels: no decision, but what was found out about a photo that
  /// was edited or turned, so that it need not be found out again.
  case seen(photo: String, FaceKey.Pixels)
  /// These entries count no longer, or count again, from the next replay on.
  case undo([EntryID])
  case redo([EntryID])

  public var faces: [FaceKey] {
    switch self {
    case .name(let faces, _), .refuse(let faces, _), .same(let faces), .different(let faces), .ignore(let faces): faces
    case .rename, .hide, .show, .seen, .undo, .redo: []
    }
  }

  public var person: PersonReference? {
    switch self {
    case .name(_, let person), .refuse(_, let person), .rename(let person, _), .hide(let person), .show(let person):
      person
    case .same, .different, .ignore, .seen, .undo, .redo: nil
    }
  }

  /// The entries that an undo or a redo is about; nil for decisions about faces and people.
  public var targets: [EntryID]? {
    switch self {
    case .undo(let entries), .redo(let entries): entries
    default: nil
    }
  }

  /// Whether the user said it about faces or people, so that it can be taken back.
  var isWord: Bool {
    switch self {
    case .seen, .undo, .redo: false
    default: true
    }
  }

  /// Which bytes and pixels it shows to be one photo's.
  var photos: [(photo: String, pixels: FaceKey.Pixels?)] {
    if case .seen(let photo, let pixels) = self { return [(photo, pixels)] }
    return faces.map { ($0.photo, $0.pixels) }
  }

  /// As the journal's lines name it.
  public var kind: String {
    switch self {
    case .name: "name"
    case .refuse: "refuse"
    case .same: "same"
    case .different: "different"
    case .ignore: "ignore"
    case .rename: "rename"
    case .hide: "hide"
    case .show: "show"
    case .seen: "seen"
    case .undo: "undo"
    case .redo: "redo"
    }
  }
}
