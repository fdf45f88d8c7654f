import Configuration
import Library
import Odds
import TerminalUI

extension State {
  // MARK: Photos

  /// A photo of the library, or any file.
  mutating func find(_ text: String) throws(CommandError) -> [Effect] {
    let name = PhotoName(text) { !photos(named: $0).isEmpty }
    if !text.isEmpty, photos(named: name.text).isEmpty { return lookUp(text) }
    let photo = try self.photo(named: name.text)
    guard let selected = name.number.map({ $0 - 1 }) ?? PhotoScreen(photo: photo).selected else {
      throw CommandError(Self.whyNoFace(photo))
    }
    guard photo.faces.indices.contains(selected) else {
      throw CommandError(
        photo.faces.isEmpty
          ? Self.whyNoFace(photo)
          : "there is no face \(selected + 1); this photo has \(counted(photo.faces.count, "face", "faces"))")
    }
    leaveHelp()
    pushMatches(of: photo.faces[selected].id, photo.path, number: selected + 1)
    return []
  }

  private static func whyNoFace(_ photo: Photo) -> String {
    switch photo.state {
    case .pending: "\(photo.path.string) was not looked at yet"
    case .unreadable(let reason), .unsupported(let reason): "\(photo.path.string) cannot be read: \(reason)"
    default: "no face was found in \(photo.path.string)"
    }
  }

  mutating func open(_ text: String) throws(CommandError) {
    let photo = try self.photo(named: text)
    leaveHelp()
    if screens.isEmpty, let index = photos.index(of: photo.path) { gallery.cursor = index }
    screens.append(.photo(PhotoScreen(photo: photo)))
  }

  /// A name first, as names may be made of digits: all of a file's name; then a number or a percentage; then a part of
  /// a path.
  mutating func goTo(_ text: String) throws(CommandError) {
    let count = try countOfPlaces()
    guard !text.isEmpty else { throw CommandError("a number, a percentage or a name is expected, as in goto 50%") }
    func part() -> Int? { (0..<count).first(where: hasPath { $0.lowercased().contains(text.lowercased()) }) }
    if let index = (0..<count).first(where: hasPath { Self.isName(text, of: $0) }) { return put(place: index) }
    do throws(CommandError) {
      if let place = try place(text, of: count) { return put(place: place) }
    } catch {
      guard text != "0", let place = part() else { throw error }
      return put(place: place)
    }
    guard let place = part() else { throw CommandError("no photo here has “\(text)” in its name") }
    put(place: place)
  }

  /// - Parameter text: a number from 1, or a percentage.
  mutating func goTo(place text: String) throws(CommandError) -> [Effect] {
    if let place = try place(text, of: try countOfPlaces()) { put(place: place) }
    return []
  }

  private mutating func countOfPlaces() throws(CommandError) -> Int {
    leaveHelp()
    guard screens.isEmpty || matches != nil else {
      throw CommandError("goto works in the gallery and among matches")
    }
    let count = matches?.ranked.count ?? photos.count
    guard count > 0 else { throw CommandError("there is nothing to go to") }
    return count
  }

  /// - Returns: whether the photo at a place has such a path.
  private func hasPath(_ isWanted: @escaping (String) -> Bool) -> (Int) -> Bool {
    { place in
      let path = matches.map { $0.ranked[$0.index(at: place)].photo } ?? photos[place].path
      return isWanted(path.string)
    }
  }

  /// A file's name with or without its ending, and the folders before it where they are given.
  private static func isName(_ text: String, of path: String) -> Bool {
    let stem = path.lastIndex(of: ".").flatMap { path[$0...].contains("/") ? nil : String(path[..<$0]) } ?? path
    return [path, stem].contains { $0 == text || $0.hasSuffix("/" + text) }
  }

  private mutating func put(place: Int) {
    if let matches { self.matches?.cursor = matches.index(at: place) } else { gallery.cursor = place }
  }

  /// Queries have no number.
  /// - Parameter count: places, those of queries among them.
  /// - Returns: nil where the text is no number.
  private func place(_ text: String, of count: Int) throws(CommandError) -> Int? {
    let first = matches?.place(ofNumber: 1) ?? 0
    let numbers = count - first
    if text.hasSuffix("%"), let part = Double(text.dropLast()) {
      guard (0...100).contains(part) else { throw CommandError("a percentage lies between 0% and 100%") }
      return first + Int((Double(max(0, numbers - 1)) * part / 100).rounded())
    }
    guard let number = Int(text) else { return nil }
    guard number >= 1, number <= numbers else {
      throw CommandError("\(text) is none of the \(grouped(numbers)) places here, from 1")
    }
    return first + number - 1
  }

  // MARK: Lists

  mutating func setThreshold(_ text: String) throws(CommandError) {
    if survey != nil, let preset = CutPreset(rawValue: text) { return put(cut: CutChoice(preset)) }
    let isStep = text.hasPrefix("+") || text.hasPrefix("-")
    var how = ""
    if isStep, let step = Float(text), abs(step) <= 2 {
      threshold = min(1, max(-1, ((threshold + step) * 10_000).rounded() / 10_000))
      how = ", \(step < 0 ? "lowered" : "raised") by \(decimals(abs(step)))"
      // Who types a score below 0 sees how.
      if threshold < 0, step >= -1 { how += " (=\(text) is that score)" }
    } else {
      try setThreshold(score: text, isStep: isStep)
    }
    let same = matches.map { matches in
      let others = matches.isFiltered ? matches.othersSentence : grouped(matches.others)
      return ": \(grouped(matches.same(above: threshold))) of \(others) the same person"
    }
    message = Message(text: "the threshold is \(decimals(threshold))\(how)\(same ?? "")")
  }

  /// - Parameter text: a word, a score, or an equals sign and a score, which may be negative then.
  private mutating func setThreshold(score text: String, isStep: Bool) throws(CommandError) {
    let score = text.hasPrefix("=") ? String(text.dropFirst()) : text
    let isNumber = !text.hasPrefix("=") || Float(score) != nil
    guard !isStep, isNumber, let value = try? Setting.named["threshold"]?.value(typed: score) else {
      throw CommandError(
        "safe, balanced, everything, a score from -1 to 1 (=-0.1 below 0), or a step as +0.02 is expected")
    }
    var chosen = configuration
    chosen.set("threshold", to: value, from: .option(":threshold"))
    threshold = thresholds.score(chosen.threshold)
  }

  /// What is changed must be seen.
  private mutating func demandList(_ command: String) throws(CommandError) {
    leaveHelp()
    guard screens.isEmpty || matches != nil else {
      throw CommandError("\(command) works in the gallery and among matches")
    }
  }

  mutating func sort(_ text: String) throws(CommandError) {
    try demandList("sort")
    let words = text.split(separator: " ").map(String.init)
    guard matches == nil else { return try sortMatches(words) }
    let names = Configuration.Order.allCases.map(\.rawValue).joined(separator: ", ")
    guard let first = words.first, let kind = Configuration.Order(rawValue: first), words.count <= 2,
      words.count == 1 || words[1] == "reverse"
    else { throw CommandError("one of \(names) is expected, and reverse may follow") }
    order(by: kind, isReversed: words.count == 2)
  }

  mutating func order(by order: Configuration.Order, isReversed: Bool) {
    configuration.set("order", to: .text(order.rawValue), from: .option(":sort"))
    configuration.set("reverse", to: .flag(isReversed), from: .option(":sort"))
    self.order(by: PhotoOrder(by: order, isReversed: isReversed))
  }

  mutating func filter(_ text: String) throws(CommandError) {
    try demandList("filter")
    let group = text.isEmpty ? .all : PhotoFilter.allCases.first { $0.word == text }
    if matches != nil, let group, group != .all {
      throw CommandError("\(group.word) is a group of the gallery; matches take all, or words as faces:2 date:2021-06")
    }
    if group == .all, filterMatches(by: FilterExpression()) { return }
    if group == .all { relist { $0.set(expression: FilterExpression()) } }
    if let group { return show(group) }
    do { try filter(by: text) } catch { throw CommandError(error.reason) }
  }

  mutating func exportCommand(_ file: String) throws(CommandError) -> [Effect] {
    guard let binding = keymap.bindings(in: scope).first(where: { $0.action == .export }) else {
      throw CommandError("export works in the gallery and among matches")
    }
    if let reason = binding.whyNot(self) { throw CommandError(reason) }
    return matches == nil ? [.exportPhotos(try photoExport(to: file))] : [.export(try matchExport(to: file))]
  }
}
