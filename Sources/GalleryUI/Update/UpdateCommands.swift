import Configuration
import Library
import TerminalUI

extension State {
  // MARK: Photos

  mutating func find(_ text: String) throws(CommandError) {
    let name = PhotoName(text) { (try? self.photo(named: $0)) != nil }
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

  mutating func goTo(_ text: String) throws(CommandError) {
    leaveHelp()
    let count = matches?.ranked.count ?? photos.count
    guard scope == .gallery || matches != nil else { throw CommandError("goto works in the gallery and among matches") }
    guard !text.isEmpty else { throw CommandError("a number, a percentage or a name is expected, as in goto 50%") }
    guard count > 0 else { throw CommandError("there is nothing to go to") }
    if let index = try place(text, of: count) { return put(cursor: index) }
    let wanted = text.lowercased()
    let index = (0..<count).first { index in
      let path = matches?.ranked[index].photo ?? photos[index].path
      return path.string.lowercased().contains(wanted)
    }
    guard let index else { throw CommandError("no photo here has “\(text)” in its name") }
    put(cursor: index)
  }

  private mutating func put(cursor index: Int) {
    if matches != nil { matches?.cursor = index } else { gallery.cursor = index }
  }

  /// - Returns: nil where the text is no number.
  private func place(_ text: String, of count: Int) throws(CommandError) -> Int? {
    if text.hasSuffix("%"), let part = Double(text.dropLast()) {
      guard (0...100).contains(part) else { throw CommandError("a percentage lies between 0% and 100%") }
      return Int((Double(count - 1) * part / 100).rounded())
    }
    guard let number = Int(text) else { return nil }
    guard (1...count).contains(number) else {
      throw CommandError("\(text) is none of the \(grouped(count)) places here, from 1")
    }
    return number - 1
  }

  // MARK: Lists

  mutating func setThreshold(_ text: String) throws(CommandError) {
    let expected = "safe, balanced, everything, a score from -1 to 1, or a step such as +0.02 is expected"
    let isStep = text.hasPrefix("+") || text.hasPrefix("-")
    if isStep, let step = Float(text), abs(step) <= 2 {
      threshold = min(1, max(-1, ((threshold + step) * 10_000).rounded() / 10_000))
    } else {
      guard !isStep, let value = try? Setting.named["threshold"]?.value(typed: text) else {
        throw CommandError(expected)
      }
      var chosen = configuration
      chosen.set("threshold", to: value, from: .option(":threshold"))
      threshold = thresholds.score(chosen.threshold)
    }
    let same = matches.map { ": \(grouped($0.same(above: threshold))) of \(grouped($0.others)) the same person" } ?? ""
    message = Message(text: "the threshold is \(decimals(threshold))\(same)")
  }

  mutating func sort(_ text: String) throws(CommandError) {
    let words = text.split(separator: " ").map(String.init)
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
    leaveHelp()
    if text == PhotoFilter.all.word { relist { $0.set(expression: FilterExpression()) } }
    if let filter = PhotoFilter.allCases.first(where: { $0.word == text }) { return show(filter) }
    do { try filter(by: text) } catch { throw CommandError(error.reason) }
  }

  mutating func exportCommand(_ file: String) throws(CommandError) -> [Effect] {
    guard let binding = keymap.bindings(in: scope).first(where: { $0.action == .export }) else {
      throw CommandError("export works in the gallery and among matches")
    }
    if let reason = binding.whyNot(self) { throw CommandError(reason) }
    return matches == nil ? exportPhotos(to: file) : export(to: file)
  }
}
