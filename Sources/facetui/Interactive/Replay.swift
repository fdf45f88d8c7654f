import Foundation
import GalleryUI
import Library
import TerminalUI

/// How a replay's screen is written.
enum ReplayFormat: String, CaseIterable {
  case text, ansi, svg
}

/// Indexes the library to its end, applies the keys one after the other, each with all that it causes, and returns
/// the last screen. The same keys on the same photos give the same screen.
func runReplay(
  library: PhotoLibrary, folderName: String, doctorOptions: [String] = [], configuration: ProgramConfiguration,
  keys: [Key],
  size: Size, format: ReplayFormat, pictures: ReplayPictures = ReplayPictures()
) async -> String {
  var replay = Replay(
    library: library, folderName: folderName, doctorOptions: doctorOptions, configuration: configuration, size: size,
    format: format, look: pictures)
  await replay.index()
  for key in keys where !replay.hasEnded { await replay.apply(.key(key)) }
  return replay.screen()
}

private struct Replay {
  private let runner: EffectRunner
  private let pictures: ImmediatePictures
  private let format: ReplayFormat
  /// NO_COLOR (no-color.org) is for what goes to terminals.
  private let isColoured: Bool
  private let depth: ColourDepth
  private var state: State
  private(set) var hasEnded = false

  init(
    library: PhotoLibrary, folderName: String, doctorOptions: [String], configuration: ProgramConfiguration, size: Size,
    format: ReplayFormat, look: ReplayPictures
  ) {
    runner = EffectRunner(library: library)
    pictures = ImmediatePictures(locate: library.place(of:))
    self.format = format
    let noColour = ProcessInfo.processInfo.environment["NO_COLOR"] ?? ""
    isColoured = format != .ansi || noColour.isEmpty
    depth = isColoured ? look.depth : .none
    state = State(
      size: size, folder: folderName, folders: library.title, packName: library.pack.name,
      thresholds: library.pack.thresholds,
      isCorrected: library.correction != nil, pictureStyle: look.style(isColoured: isColoured),
      doctorOptions: doctorOptions,
      theme: Theme(configuration.configuration, background: nil), keymap: configuration.keymap,
      configuration: configuration.configuration)
    if let notice = configuration.notice { _ = update(&state, .failed(notice)) }
  }

  mutating func index() async {
    for await event in runner.library.index() { await apply(.library(event)) }
  }

  mutating func apply(_ event: Event) async {
    for effect in update(&state, event) {
      switch effect {
      case .quit, .choose, .interrupt: hasEnded = true
      case .suspend, .redraw, .open, .prioritise, .awaitPause, .awaitBlink, .awaitScroll, .remember, .setMouse,
        .stopIndexing, .stopLookingAgain, .stopBridge:
        break
      case .copy(let photo): await apply(.told("copied \(runner.library.absolute(photo).string)"))
      case .restyle(let configuration): await apply(.restyled(nil, Theme(configuration, background: nil)))
      case .rescan: await index()
      case .lookAgain(let photos):
        var events: [Event] = []
        runner.lookAgain(at: photos) { events.append($0) }
        for event in events { await apply(event) }
      case .rank, .survey, .bridge, .export, .exportPhotos, .tellApart, .listFiles, .readDetails, .lookUp, .decide,
        .undo, .redo, .jump, .readDecisions, .searchDecidedPhotos:
        if let answer = runner.run(effect) { await apply(answer) }
      }
    }
  }

  func screen() -> String {
    let grid = draw(state, pictures: pictures)
    switch format {
    case .text: return grid.text
    case .ansi: return grid.ansi(depth: depth)
    case .svg: return grid.svg(depth: depth)
    }
  }
}
