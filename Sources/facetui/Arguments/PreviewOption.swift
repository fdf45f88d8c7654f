import ArgumentParser
import Configuration
import TerminalUI

/// How pictures are to be drawn: by the best that the terminal is known to show, or by one way.
struct PreviewOption: ExpressibleByArgument, CustomStringConvertible {
  /// nil for the best.
  let way: PictureWay?

  static let auto = PreviewOption(way: nil)

  init(way: PictureWay?) { self.way = way }

  init?(argument: String) {
    guard argument != "auto" else {
      self = .auto
      return
    }
    guard let way = PictureWay(rawValue: argument) else { return nil }
    self.init(way: way)
  }

  static var allValueStrings: [String] { ["auto"] + PictureWay.allCases.map(\.rawValue) }

  var description: String { way?.rawValue ?? "auto" }
}

extension Configuration {
  /// The configuration with the option's choice, if there is one.
  func with(_ preview: PreviewOption?) -> Configuration {
    guard let preview else { return self }
    var configuration = self
    configuration.set("preview", to: .text(preview.description), from: .option("--preview"))
    return configuration
  }

  /// nil for the best way.
  var pictureWay: PictureWay? { PictureWay(rawValue: preview.rawValue) }
}
