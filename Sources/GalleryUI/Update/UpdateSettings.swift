import Configuration
import Library
import TerminalUI

extension State {
  /// Settings that can be changed while facetui runs.
  static let changeable = Setting.all.map(\.name).filter {
    !["pack", "cache", "workers", "keep-deleted", "min-face", "min-quality"].contains($0)
  }

  /// - Parameter text: a setting's name, with or without its table, and a value.
  mutating func set(_ text: String) throws(CommandError) -> [Effect] {
    let words = text.split { $0 == " " || $0 == "=" }.map(String.init)
    guard let word = words.first else { throw CommandError("a setting is expected, as in set theme light") }
    let setting = try self.setting(word)
    guard words.count > 1 else {
      let value = configuration.value(setting.name)?.toml ?? "not set"
      message = Message(text: "\(setting.name) is \(value) (\(configuration.origin(setting.name)))")
      return []
    }
    guard Self.changeable.contains(setting.name) else {
      throw CommandError("\(setting.name) counts when facetui starts; it is set in config.toml or by an option")
    }
    do throws(ValueError) {
      let value = try setting.value(typed: words.dropFirst().joined(separator: " "))
      configuration.set(setting.name, to: value, from: .option(":set"))
      message = Message(text: "\(setting.name) is \(value.toml)")
    } catch {
      throw CommandError(error.reason)
    }
    return apply(setting)
  }

  private func setting(_ word: String) throws(CommandError) -> Setting {
    if let setting = Setting.named[word] ?? Setting.all.first(where: { $0.key == word }) { return setting }
    let names = Setting.all.flatMap { [$0.name, $0.key] }
    let hint = nearest(to: word, among: names).map { "did you mean \($0)?" }
    throw CommandError("there is no setting \(word); \(hint ?? "there are " + Self.changeable.joined(separator: ", "))")
  }

  private mutating func apply(_ setting: Setting) -> [Effect] {
    switch setting.name {
    case "threshold": threshold = thresholds.score(configuration.threshold)
    case "order", "reverse":
      order(by: configuration.order, isReversed: configuration.isReversed)
      // Elsewhere than in the gallery nothing of it is seen.
      if !screens.isEmpty { message = Message(text: "the gallery is ordered \(photos.order.sentence)") }
    case "sizes.gallery": gallery.tileLevel = min(GalleryLayout.widths.count, configuration.gallerySize) - 1
    case "sizes.matches":
      if let matches {
        let levels = matches.asTiles ? MatchesLayout.tileWidths.count : MatchesLayout.rowHeights.count
        let level = min(levels, configuration.matchesSize) - 1
        self.matches?.level = level
      }
    case "combine": combineAll(by: ScoreCombination(configuration.combination))
    case "mouse": return [.setMouse(configuration.mouse)]
    default: return [.restyle(configuration)]
    }
    return []
  }

  // MARK: Keys

  /// `[SCREEN] KEYS COMMAND`, or without the command where it is taken away.
  mutating func map(_ text: String, isRemoval: Bool) throws(CommandError) {
    var words = text.split(separator: " ").map(String.init)
    let count = isRemoval ? 1 : 2
    guard words.count == count || words.count == count + 1 else {
      let example = isRemoval ? "unmap x, or unmap gallery x" : "map x last, or map gallery x last"
      throw CommandError("keys\(isRemoval ? "" : " and a command") are expected, as in \(example)")
    }
    let scope = words.count > count ? words.removeFirst() : nil
    let new = KeySetting(scope: scope, keys: words[0], command: isRemoval ? "unbind" : words[1])
    let kept = configuration.keys.filter { $0.scope != scope || !Self.areSame($0.keys, new.keys) }
    var (before, after): ([ConfigurationProblem], [ConfigurationProblem]) = ([], [])
    _ = Keymap(kept, problems: &before)
    let changed = Keymap(kept + [new], problems: &after)
    let problem = after.first { !before.contains($0) }?.reason
    if changed.refused.contains(new) { throw CommandError(problem ?? "\(new.keys) cannot be bound") }
    keymap = changed
    configuration.keys = kept + [new]
    let place = scope.map { " in \($0)" } ?? ""
    let what = "\(new.keys) \(new.command == "unbind" ? "does nothing" : "is \(new.command)")\(place)"
    message = Message(text: what + (problem.map { "; \($0)" } ?? ""))
  }

  /// Whether two notations are of the same keys.
  private static func areSame(_ a: String, _ b: String) -> Bool {
    if a == b { return true }
    guard let a = try? [Key](sequence: a), let b = try? [Key](sequence: b) else { return false }
    return a == b
  }
}
