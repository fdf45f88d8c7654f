import ArgumentParser
import Curses
import Foundation
import Library
import PathText
import SystemPackage
import TerminalUI

struct BrowseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "browse", abstract: "Browse a folder in the terminal (what facetui DIR does).",
    discussion: """
      --replay applies the keys of a file without a terminal, once the folder is indexed, and prints the last screen. \
      Keys are apart by blanks: j <Enter> <C-d> "typed text"; # starts a comment. Where there is no terminal to draw \
      on, or TERM is dumb, or with --plain, the photos are listed: number of faces or state, path, and what is wrong; in \
      a pipe a tab, a line end and a backslash of a path are written \\t, \\n and \\\\.

      Pictures are drawn by the best means that the terminal is known to have; facetui terminal prints what was found. \
      In tmux, `set -g allow-passthrough on` in tmux.conf lets the pictures of --preview kitty or iterm through.
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Apply the keys of this file and print the last screen.", valueName: "file"))
  var replay: FilePath?

  @Option(help: "Columns and rows of a replayed screen.")
  var size: ScreenSize = ScreenSize(columns: 100, rows: 30)

  @Option(help: "How a replayed screen is written: text, ansi or svg.")
  var format: ReplayFormat = .text

  @Option(help: "How pictures are drawn on a terminal, and on a replayed screen where they are characters.")
  var preview: PreviewOption?

  @Flag(help: "List the photos as plain lines without a screen, as for screen readers.")
  var plain = false

  @Option(help: ArgumentHelp("Colours of a replayed screen.", valueName: "colours"))
  var colours: ReplayColours = .palette

  @OptionGroup var faces: FaceArguments
  @OptionGroup var library: LibraryArguments
  @OptionGroup var correction: CorrectionArguments

  func validate() throws {
    guard replay != nil, let way = preview?.way, way.isGraphic else { return }
    throw ValidationError(
      "--preview \(way.rawValue) sends pixels to a terminal, and a replay has none; choose octants, sextants, "
        + "quadrants, half, ascii or none")
  }

  func run() async throws {
    if plain {
      try await list(library.open(corrected: correction.isUsed, faces: faces.limits(library.settings)))
    } else if let replay {
      let library = try library.open(corrected: correction.isUsed, faces: faces.limits(library.settings))
      try await emit(screen: screen(of: library, after: keys(in: replay)))
    } else {
      try await browse()
    }
  }

  private func browse() async throws {
    let opened = try InteractiveLibrary(library, preview: preview, faces: faces, correction: correction)
    do {
      let status = try await opened.run()
      if status != 0 { throw ExitCode(status) }
    } catch let error as CursesError {
      complain(
        "facetui: \(error), so this is a plain list; `facetui find --query <photo> <folder>` ranks without a screen")
      try await list(opened.library)
    }
  }

  /// One photo a line, one fact a field.
  private func list(_ library: PhotoLibrary) async throws {
    try await bringUpToDate(library, self.library, isQuiet: plain)
    try emit(lines: library.photos.map { plainLine($0, in: library) })
    complain(library.summary.sentence)
  }

  /// What the gallery shows of a photo, and its path: inside the folder, or as it was listed.
  private func plainLine(_ photo: Photo, in library: PhotoLibrary) -> String {
    let path = library.name(of: photo.path, below: "")
    let state = photo.state.kind == .indexed ? "\(photo.faces.count)" : photo.state.kind.rawValue
    // On a terminal line ends and tabs are shown escaped as it is.
    let name = isatty(1) == 1 ? path.text : String(raw: DelimitedText.backslashed(path.bytes))
    return ([state, name] + [photo.state.reason ?? photo.warning].compactMap(\.self)).joined(separator: "\t")
  }

  private func keys(in file: FilePath) throws -> [Key] {
    guard let descriptor = try? FileDescriptor.open(file, .readOnly, options: [.closeOnExec]),
      let bytes = try? FileHandle(fileDescriptor: descriptor.rawValue, closeOnDealloc: true).readToEnd() ?? Data()
    else {
      throw LibraryError.file(file.text, reason: "the keys cannot be read; name a text file with keys like j <Enter>")
    }
    do {
      return try [Key](file: String(decoding: bytes, as: UTF8.self))
    } catch {
      throw LibraryError.file(file.text, reason: "\(error)")
    }
  }

  private func screen(of library: PhotoLibrary, after keys: [Key]) async -> String {
    await runReplay(
      library: library, folderName: self.library.folder.string, doctorOptions: self.library.arguments,
      configuration: self.library.pack.configuration.program, keys: keys,
      size: Size(columns: size.columns, rows: size.rows), format: format,
      pictures: ReplayPictures(way: preview?.way, depth: colours.depth))
  }
}

/// "100x30"
struct ScreenSize: ExpressibleByArgument, CustomStringConvertible {
  let columns, rows: Int

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  init?(argument: String) {
    let parts = argument.split(separator: "x").compactMap { Int($0) }
    guard parts.count == 2, parts.allSatisfy({ (1...1000).contains($0) }) else { return nil }
    self.init(columns: parts[0], rows: parts[1])
  }

  var description: String { "\(columns)x\(rows)" }
}

extension ReplayFormat: ExpressibleByArgument {}
