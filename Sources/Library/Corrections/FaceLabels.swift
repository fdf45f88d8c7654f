import Faces
import PathText
import SystemPackage

/// A face of which the user has said who it is.
public struct ConfirmedFace: Sendable, Equatable {
  public enum Choice: Sendable, Equatable {
    case largest
    /// From 1, left to right.
    case number(Int)
    /// The face whose box covers this one best.
    case box(Box)
  }

  /// Relative to the library's folder.
  public var photo: FilePath
  public var face: Choice
  public var person: String

  public init(photo: FilePath, face: Choice = .largest, person: String) {
    self.photo = photo
    self.face = face
    self.person = person
  }
}

extension ConfirmedFace.Choice {
  /// - Returns: the index of the face; nil where the photo has no such one.
  func index(in faces: [Face]) -> Int? {
    switch self {
    case .largest: faces.indices.max { faces[$0].box.area < faces[$1].box.area }
    case .number(let number): faces.indices.contains(number - 1) ? number - 1 : nil
    case .box(let box):
      faces.indices.max { faces[$0].box.overlap(box) < faces[$1].box.overlap(box) }
        .flatMap { faces[$0].box.overlap(box) >= 0.5 ? $0 : nil }
    }
  }
}

extension Box {
  fileprivate var area: Float { width * height }

  /// The part that two boxes share of what they cover together, 0 to 1.
  fileprivate func overlap(_ other: Box) -> Float {
    let width = min(x + self.width, other.x + other.width) - max(x, other.x)
    let height = min(y + self.height, other.y + other.height) - max(y, other.y)
    guard width > 0, height > 0 else { return 0 }
    return width * height / (area + other.area - width * height)
  }
}

/// Confirmed faces from a CSV file whose header names the columns `photo` (or `file`, `path`), `person`, and, if a photo
/// shows others too, `face`: a number from the left, or a box as `x y width height`. Without it, the largest face is meant.
/// Other columns are ignored.
public struct FaceLabels: Sendable {
  public let faces: [ConfirmedFace]

  /// - Throws: `.file` where it cannot be read or a line is not of that form.
  public init(file: FilePath) throws(LibraryError) {
    let bytes: FileBytes
    do { bytes = try FileReader.read(file) } catch { throw .file(file.text, reason: error.reason) }
    do { faces = try Self.parse(bytes.bytes) } catch { throw .file(file.text, reason: error.reason) }
  }

  static func parse(_ bytes: [UInt8]) throws(ReadFailure) -> [ConfirmedFace] {
    let rows = try CommaSeparated.rows(bytes).filter { $0 != [[]] }
    let header = (rows.first ?? []).map { bytes in
      String(decoding: bytes, as: UTF8.self).lowercased().filter { !$0.isWhitespace }
    }
    guard let photo = try column(["photo", "file", "path"], in: header),
      let person = try column(["person"], in: header)
    else { throw ReadFailure(reason: "its first line must name the columns photo and person, and may name face") }
    let face = try column(["face"], in: header)
    var faces: [ConfirmedFace] = []
    for (line, row) in rows.enumerated().dropFirst() {
      guard row.count == header.count, !row[photo].isEmpty, !row[person].isEmpty else {
        throw ReadFailure(reason: "row \(line + 1) does not name a photo and a person in \(header.count) columns")
      }
      let text = face.map { String(decoding: row[$0], as: UTF8.self) } ?? ""
      guard let choice = Self.choice(text) else {
        throw ReadFailure(reason: "row \(line + 1): “\(text)” is neither a face's number nor x y width height")
      }
      faces.append(
        ConfirmedFace(
          photo: FilePath(bytes: row[photo]), face: choice, person: String(decoding: row[person], as: UTF8.self)))
    }
    guard !faces.isEmpty else { throw ReadFailure(reason: "it names no photo: nothing follows its first line") }
    return faces
  }

  /// - Returns: nil where no column has one of these names.
  private static func column(_ names: [String], in header: [String]) throws(ReadFailure) -> Int? {
    let columns = header.indices.filter { names.contains(header[$0]) }
    guard columns.count <= 1 else {
      let found = Set(columns.map { header[$0] }).sorted().joined(separator: " or ")
      throw ReadFailure(reason: "its first line names \(columns.count) columns \(found), of which one must be left")
    }
    return columns.first
  }

  private static func choice(_ text: String) -> ConfirmedFace.Choice? {
    let numbers = text.split(separator: " ")
    switch numbers.count {
    case 0: return .largest
    case 1: return Int(numbers[0]).flatMap { $0 > 0 ? .number($0) : nil }
    default:
      let sides = numbers.compactMap { Float($0) }
      guard sides.count == 4, numbers.count == 4, sides.allSatisfy(\.isFinite) else { return nil }
      return .box(Box(x: sides[0], y: sides[1], width: sides[2], height: sides[3]))
    }
  }
}

/// RFC 4180, with bare line feeds too; fields keep their bytes.
enum CommaSeparated {
  static func rows(_ bytes: [UInt8]) throws(ReadFailure) -> [[[UInt8]]] {
    let (quote, comma, lineFeed, carriageReturn) = (UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(10), UInt8(13))
    var rows: [[[UInt8]]] = []
    var row: [[UInt8]] = []
    var field: [UInt8] = []
    var isQuoted = false
    var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while index < bytes.count {
      let byte = bytes[index]
      let next = index + 1 < bytes.count ? bytes[index + 1] : nil
      switch byte {
      case quote where isQuoted && next == quote:
        field.append(quote)
        index += 1
      case quote where isQuoted || field.isEmpty: isQuoted.toggle()
      case comma where !isQuoted:
        row.append(field)
        field = []
      case carriageReturn where !isQuoted && next == lineFeed: break
      case lineFeed where !isQuoted:
        rows.append(row + [field])
        (row, field) = ([], [])
      default: field.append(byte)
      }
      index += 1
    }
    guard !isQuoted else { throw ReadFailure(reason: "a quoted field does not end") }
    if !row.isEmpty || !field.isEmpty { rows.append(row + [field]) }
    return rows
  }
}
