import Configuration
import TerminalUI

extension Theme {
  /// - Parameter background: the terminal's, 0 to 255; nil where it did not tell.
  public init(_ configuration: Configuration, background: (UInt8, UInt8, UInt8)?, depth: ColourDepth = .palette) {
    let luminance = background.flatMap { Colour.rgb($0.0, $0.1, $0.2).luminance }
    self = Self.base(configuration.theme, isLight: luminance.map { $0 > Self.middle }, depth)
    for (name, style) in configuration.styles {
      guard let path = Self.names[name] else { continue }
      self[keyPath: path] = Style(style)
    }
  }

  /// The luminance from which black text stands out more than white: both have a contrast of √21 to it.
  private static let middle = 0.179

  private static func base(_ name: Configuration.ThemeName, isLight: Bool?, _ depth: ColourDepth) -> Theme {
    switch name {
    case .auto where depth < .palette: .basic(isLight: isLight)
    case .dark: .dark
    case .light: .light
    case .contrast: .contrast(isLight: isLight ?? false)
    case .auto: isLight.map { $0 ? .light : .dark } ?? .neutral
    }
  }

  /// As the configuration calls them.
  static let names: [String: WritableKeyPath<Theme, Style> & Sendable] = [
    "title": \.title, "quiet": \.quiet, "strong": \.strong, "cursor": \.cursor, "edge": \.edge, "error": \.error,
    "mark": \.mark, "faces": \.faces, "same": \.same, "maybe": \.maybe, "query": \.query, "other": \.other,
    "divider": \.divider, "frame": \.frame, "other-frame": \.otherFrame,
  ]
}

extension Style {
  init(_ setting: StyleSetting) {
    self.init(
      foreground: Colour(setting.foreground), background: Colour(setting.background), bold: setting.bold,
      dim: setting.dim, reverse: setting.reverse, underline: setting.underline)
  }

  /// As the configuration writes it.
  var setting: String {
    let attributes = [(bold, "bold"), (dim, "dim"), (underline, "underline"), (reverse, "reverse")]
    let words = attributes.filter(\.0).map(\.1) + [foreground.setting].compactMap(\.self)
    let ground = background.setting.map { ["on", $0] } ?? []
    return words.isEmpty && ground.isEmpty ? "default" : (words + ground).joined(separator: " ")
  }
}

extension Colour {
  fileprivate init(_ setting: StyleSetting.Colour) {
    switch setting {
    case .standard: self = .standard
    case .palette(let index): self = .palette(index)
    case .rgb(let r, let g, let b): self = .rgb(r, g, b)
    }
  }

  fileprivate var setting: String? {
    switch self {
    case .standard: nil
    case .palette(let index): "\(index)"
    case .rgb(let r, let g, let b):
      "#" + [r, g, b].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }
}
