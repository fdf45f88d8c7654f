import Imaging
import Library
import TerminalUI

/// The facts about a photo and its selected face, in lines that can be scrolled.
struct InfoPanel {
  struct Line: Equatable {
    enum Kind { case title, fact, remark }

    var kind = Kind.fact
    var name = ""
    var text = ""
  }

  static let nameColumns = 10

  let rect: Rect
  let lines: [Line]
  /// The last row tells the place where not all lines fit.
  let geometry: ListGeometry

  init(_ state: State, _ photo: Photo, _ screen: PhotoScreen) {
    rect = PhotoLayout(state, photo, screen).panel ?? Rect(column: 0, row: 0, columns: 0, rows: 0)
    lines = Self.lines(state, photo, screen, width: rect.columns)
    let fits = lines.count <= rect.rows
    geometry = ListGeometry(count: lines.count, columns: 1, visibleRows: max(1, rect.rows - (fits ? 0 : 1)))
  }

  func draw(_ theme: Theme, top: Int, on grid: inout Grid) {
    for (offset, line) in lines.dropFirst(top).prefix(geometry.visibleRows).enumerated() {
      let row = rect.row + offset
      switch line.kind {
      case .title: grid.put(line.text, column: rect.column, row: row, style: theme.title, columns: rect.columns)
      case .remark: grid.put(line.text, column: rect.column, row: row, style: theme.quiet, columns: rect.columns)
      case .fact:
        grid.put(line.name, column: rect.column, row: row, style: theme.quiet)
        grid.put(line.text, column: rect.column + Self.nameColumns, row: row, columns: rect.columns - Self.nameColumns)
      }
    }
    guard lines.count > geometry.visibleRows else { return }
    let last = min(lines.count, top + geometry.visibleRows)
    let place = "lines \(top + 1)–\(last) of \(lines.count)"
    grid.put(place, column: rect.column, row: rect.endRow - 1, style: theme.quiet, columns: rect.columns)
  }

  // MARK: - Lines

  private static func lines(_ state: State, _ photo: Photo, _ screen: PhotoScreen, width: Int) -> [Line] {
    let name = Line(kind: .title, text: shortenedName(state.photos.name(of: photo.path), to: width))
    var lines = [name]
    lines += facts(from: state.details[photo], photo, width)
    lines += fileFacts(photo).flatMap { wrappedFact($0.0, $0.1, width) }
    if let reason = photo.state.reason ?? photo.warning { lines += wrappedFact("problem", reason, width) }
    return lines + [Line(kind: .remark)] + faceLines(state, photo, screen, width)
  }

  private static func facts(from answer: DetailsTable.Answer?, _ photo: Photo, _ width: Int) -> [Line] {
    switch answer {
    case nil, .asked: return [Line(kind: .remark, text: "reading the file …")]
    case .failed(let reason): return wrappedFact("EXIF", "the file cannot be read: \(reason)", width)
    case .known(let details):
      let facts = details.facts.flatMap { wrappedFact($0.0, $0.1, width) }
      return details.hasEXIF ? facts : [Line(kind: .remark, text: "no EXIF in this file")]
    }
  }

  private static func fileFacts(_ photo: Photo) -> [(String, String)] {
    let megapixels = fixed(Double(photo.width) * Double(photo.height) / 1e6, decimals: 1)
    return (photo.width > 0 ? [("pixels", "\(photo.width) × \(photo.height) (\(megapixels) MP)")] : [])
      + [("file", fileSize(photo.size)), ("path", photo.path.string)]
  }

  private static func faceLines(_ state: State, _ photo: Photo, _ screen: PhotoScreen, _ width: Int) -> [Line] {
    guard let selected = screen.selected, photo.faces.indices.contains(selected) else {
      return wrapped(PhotoView.noFaceSentence(state, photo), to: max(1, width)).map { Line(kind: .remark, text: $0) }
    }
    let title = Line(kind: .title, text: "face \(selected + 1) of \(photo.faces.count)")
    let name = state.nameText(photo.faces[selected].id).map { wrappedFact("person", $0, width) } ?? []
    let facts = PhotoView.facts(about: photo.faces[selected]).filter { !$0.1.isEmpty }
    return [title] + name + facts.flatMap { wrappedFact($0.0, $0.1, width) }
  }

  /// A value that is too long goes on in lines without a name; a word that is too long is broken, so that a path can be
  /// read whole.
  private static func wrappedFact(_ name: String, _ value: String, _ width: Int) -> [Line] {
    let room = max(1, width - nameColumns)
    return broken(value, to: room).enumerated().map { Line(name: $0.offset == 0 ? name : "", text: $0.element) }
  }

  private static func fileSize(_ bytes: Int64) -> String {
    let exact = counted(Int(bytes), "byte", "bytes")
    switch bytes {
    case ..<1000: return exact
    case ..<1_000_000: return "\(fixed(Double(bytes) / 1e3, decimals: 1)) KB (\(exact))"
    default: return "\(fixed(Double(bytes) / 1e6, decimals: 1)) MB (\(exact))"
    }
  }
}

extension PhotoDetails {
  /// What is known, in the order in which it is shown.
  var facts: [(String, String)] {
    let facts: [(String, String?)] = [
      ("taken", captured), ("camera", camera), ("lens", lens), ("exposure", shot), ("ISO", iso.map { "\($0)" }),
      ("place", place?.text), ("altitude", altitude.map { "\(fixed($0, decimals: 0)) m" }),
      ("turned", orientation.flatMap(Self.turn)),
    ]
    return facts.compactMap { name, text in text.map { (name, $0) } }
  }

  /// The make where the model does not begin with it.
  private var camera: String? {
    guard let make, let model else { return model ?? make }
    let word = make.split(separator: " ").first.map(String.init) ?? make
    return model.lowercased().hasPrefix(word.lowercased()) ? model : "\(make) \(model)"
  }

  /// "1/250 s, f/2.8, 50 mm (75 mm on film)"
  private var shot: String? {
    let parts = [
      exposure.map(Self.time), aperture.map { "f/\(fixed($0, decimals: 1))" }, length,
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  private var length: String? {
    let film = focalLengthOnFilm.map { "\(fixed($0, decimals: 0)) mm on film" }
    guard let focalLength else { return film }
    return "\(fixed(focalLength, decimals: focalLength < 10 ? 1 : 0)) mm" + (film.map { " (\($0))" } ?? "")
  }

  private static func time(_ exposure: Fraction) -> String {
    let seconds = exposure.value
    guard seconds < 0.3 else { return "\(fixed(seconds, decimals: 1)) s" }
    return "1/\(fixed(1 / seconds, decimals: 0)) s"
  }

  /// EXIF 2.32, tag 0x0112: how the camera was held.
  private static func turn(_ orientation: Int) -> String? {
    let turns = [
      2: "mirrored", 3: "by 180°", 4: "by 180°, mirrored", 5: "by 90° left, mirrored", 6: "by 90° right",
      7: "by 90° right, mirrored", 8: "by 90° left",
    ]
    return turns[orientation]
  }
}

extension PhotoDetails.Place {
  /// "48.85837° N, 2.29448° E": five decimals are a metre.
  var text: String {
    "\(fixed(abs(latitude), decimals: 5))° \(latitude < 0 ? "S" : "N"), "
      + "\(fixed(abs(longitude), decimals: 5))° \(longitude < 0 ? "W" : "E")"
  }
}

/// A number with so many decimals, rounded to the nearest.
func fixed(_ value: Double, decimals: Int) -> String {
  guard value.isFinite else { return "?" }
  let power = (0..<max(0, min(6, decimals))).reduce(1) { product, _ in product * 10 }
  let scaled = Int((min(1e12, abs(value)) * Double(power)).rounded())
  let (whole, rest) = (scaled / power, scaled % power)
  let sign = value < 0 && scaled > 0 ? "-" : ""
  guard power > 1 else { return "\(sign)\(whole)" }
  let digits = String(rest)
  return "\(sign)\(whole)." + String(repeating: "0", count: decimals - digits.count) + digits
}

/// Lines of words; a word that is too long is broken, nothing is left out. Line ends as in `wrapped`.
func broken(_ text: String, to width: Int) -> [String] {
  var lines: [String] = []
  var (line, used) = ("", 0)
  for word in text.split(separator: " ") {
    let length = columns(of: word)
    if used > 0, used + 1 + length > width {
      lines.append(line)
      (line, used) = ("", 0)
    }
    if used > 0 { (line, used) = (line + " ", used + 1) }
    for cell in cells(of: word) {
      if used > 0, used + cell.width > width {
        lines.append(line)
        (line, used) = ("", 0)
      }
      line.append(cell.character)
      used += cell.width
    }
  }
  return lines + [line]
}
