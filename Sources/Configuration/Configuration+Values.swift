import Glibc

extension Configuration {
  /// How pictures are drawn.
  public enum Preview: String, Sendable, CaseIterable {
    case auto, kitty, sixel, iterm, octants, sextants, quadrants, half, ascii, none
  }

  /// Of the gallery.
  public enum Order: String, Sendable, CaseIterable {
    case name, date, faces, size
  }

  /// How the scores of a face against several query faces become one.
  public enum Combination: String, Sendable, CaseIterable {
    case best, mean
  }

  public enum ThemeName: String, Sendable, CaseIterable {
    case auto, dark, light, contrast
  }

  public enum Threshold: Sendable, Equatable {
    /// The pack's own.
    case safe, balanced, everything
    /// A cosine.
    case score(Float)
  }

  /// A name or a folder; nil for the bundled one.
  public var pack: String? { text("pack") }
  /// nil for the one of the environment.
  public var cache: String? { text("cache") }
  /// Days that what is known of deleted photos stays; nil is for ever.
  public var keepDeleted: Int? { text("keep-deleted").flatMap(Setting.days) }
  /// 1 to 64.
  public var workers: Int { whole("workers") }
  public var combination: Combination { text("combine").flatMap(Combination.init) ?? .best }
  /// Pixels.
  public var minFace: Float { number("min-face") }
  /// 0 to 1.
  public var minQuality: Float { number("min-quality") }
  public var preview: Preview { text("preview").flatMap(Preview.init) ?? .auto }
  public var order: Order { text("order").flatMap(Order.init) ?? .name }
  public var isReversed: Bool { value("reverse") == .flag(true) }
  public var mouse: Bool { value("mouse") == .flag(true) }
  /// 1 to 5, from small to large.
  public var gallerySize: Int { whole("sizes.gallery") }
  /// 1 to 4.
  public var matchesSize: Int { whole("sizes.matches") }
  public var theme: ThemeName { text("colours.theme").flatMap(ThemeName.init) ?? .auto }

  public var threshold: Threshold {
    switch value("threshold") {
    case .number(let score): .score(Float(score))
    case .text("safe"): .safe
    case .text("everything"): .everything
    default: .balanced
    }
  }

  /// The user's own styles by their names in the table of colours.
  public var styles: [String: StyleSetting] {
    var styles: [String: StyleSetting] = [:]
    for (name, choice) in choices {
      guard case .style? = Setting.named[name]?.kind, case .text(let text) = choice.value else { continue }
      styles[String(name.dropFirst("colours.".count))] = try? StyleSetting(text)
    }
    return styles
  }

  private func text(_ name: String) -> String? {
    if case .text(let text)? = value(name) { text } else { nil }
  }

  private func whole(_ name: String) -> Int {
    if case .whole(let number)? = value(name) { number } else { 1 }
  }

  private func number(_ name: String) -> Float {
    if case .number(let number)? = value(name) { Float(number) } else { 0 }
  }
}

extension Configuration {
  /// A path with the home folder in place of a leading `~`.
  public static func expanded(_ path: String, home: String? = getenv("HOME").map { String(cString: $0) }) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home else { return path }
    return home + path.dropFirst()
  }
}
