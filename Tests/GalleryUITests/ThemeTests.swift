import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct ThemeTests {
  private static let black = Colour.rgb(0, 0, 0)
  private static let white = Colour.rgb(255, 255, 255)
  private static let text: [KeyPath<Theme, Style> & Sendable] = [
    \.title, \.quiet, \.edge, \.error, \.mark, \.faces, \.same, \.maybe, \.query, \.other, \.divider,
  ]

  /// The least contrast of a theme's text with a background; what has the terminal's own colour does not count.
  private func least(_ theme: Theme, on background: Colour) -> Double {
    Self.text.compactMap { theme[keyPath: $0].foreground.contrast(to: background) }.min() ?? 0
  }

  @Test func textStandsOutAgainstItsBackground() {
    #expect(least(.dark, on: Self.black) >= 4.5)
    #expect(least(.light, on: Self.white) >= 4.5)
    #expect(least(.contrast(isLight: false), on: Self.black) >= 7)
    #expect(least(.contrast(isLight: true), on: Self.white) >= 7)
    #expect(least(.neutral, on: Self.black) >= 3)
    #expect(least(.neutral, on: Self.white) >= 2.5)
  }

  @Test(arguments: [Theme.neutral, .dark, .light, .contrast(isLight: false), .contrast(isLight: true)])
  func textUnderTheCursorStandsOut(theme: Theme) throws {
    let contrast = try #require(theme.cursor.foreground.contrast(to: theme.cursor.background))
    #expect(contrast >= (theme == .neutral ? 3.5 : 4.5))
  }

  @Test func contrastIsThatOfTheGuidelines() {
    #expect(Self.black.contrast(to: Self.white) == 21)
    #expect(abs((Colour.rgb(119, 119, 119).contrast(to: Self.white) ?? 0) - 4.48) < 0.01)
    #expect(Colour.standard.contrast(to: Self.white) == nil)
  }

  @Test func highContrastHasNothingDim() {
    for theme in [Theme.contrast(isLight: false), .contrast(isLight: true)] {
      #expect(Self.text.allSatisfy { !theme[keyPath: $0].dim })
    }
  }

  @Test func screensAreDrawnInTheirTheme() {
    var state = state(album())
    state.theme = .light
    let cell = draw(state, pictures: GreyPictures())[2, 0]
    #expect(cell.style == Theme.light.title)
  }
}
