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
  size: Size, format: ReplayFormat
) async -> String {
  var replay = Replay(
    library: library, folderName: folderName, doctorOptions: doctorOptions, configuration: configuration, size: size,
    format: format)
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
  private var state: State
  private(set) var hasEnded = false

  init(
    library: PhotoLibrary, folderName: String, doctorOptions: [String], configuration: ProgramConfiguration, size: Size,
    format: ReplayFormat
  ) {
    runner = EffectRunner(library: library)
    pictures = ImmediatePictures(folder: library.folder)
    self.format = format
    let noColour = ProcessInfo.processInfo.environment["NO_COLOR"] ?? ""
    isColoured = format != .ansi || noColour.isEmpty
    let style = isColoured ? .standard : PictureStyle(way: .ascii, depth: .none, cell: PictureStyle.standard.cell)
    state = State(
      size: size, folder: folderName, packName: library.pack.name, thresholds: library.pack.thresholds,
      isCorrected: library.correction != nil, pictureStyle: style, doctorOptions: doctorOptions,
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
      case .quit, .interrupt: hasEnded = true
      case .suspend, .redraw, .open, .prioritise, .awaitPause: break
      case .rescan: await index()
      case .rank, .export, .exportPhotos, .tellApart:
        if let answer = runner.run(effect) { await apply(answer) }
      }
    }
  }

  func screen() -> String {
    let grid = draw(state, pictures: pictures)
    switch format {
    case .text: return grid.text
    case .ansi: return grid.ansi(depth: isColoured ? .palette : .none)
    case .svg: return grid.svg()
    }
  }
}
