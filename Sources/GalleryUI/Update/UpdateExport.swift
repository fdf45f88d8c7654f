import Library
import SystemPackage
import TerminalUI

// MARK: - Matches

extension State {
  mutating func askForExport() {
    guard let matches else { return }
    let chosen = matches.exported(threshold: threshold)
    let queries = chosen.count { $0.standing == .query }
    let count = chosen.count - queries
    let others = queries == 0 ? "" : queries == 1 ? " and the query" : " and the queries"
    let what =
      matches.marks.isEmpty ? counted(count, "match", "matches") : counted(count, "marked face", "marked faces")
    prompt = Prompt(.export, label: "export \(what)\(others) to:", text: exportFile)
  }

  mutating func exportMatches(to file: String) -> [Effect] {
    guard matches != nil else { return [] }
    return attempt(
      { state throws(CommandError) in .export(try state.matchExport(to: file)) }, ask: { $0.askForExport() })
  }

  /// - Throws: what is wrong with the file's name, in a line of the screen.
  mutating func matchExport(to file: String) throws(CommandError) -> ExportRequest {
    exportFile = file
    let exported = matches?.exported(threshold: threshold) ?? []
    guard let format = ExportFormat(file: file) else {
      let known = ExportFormat.endings.map { "." + $0.ending }.joined(separator: ", ")
      let demand = " must end in \(known)"
      let room = size.columns - 4 - columns(of: demand)
      throw CommandError(
        file.isEmpty ? "type a name that ends in \(known)" : shortenedAtStart(file, to: max(8, room)) + demand)
    }
    return ExportRequest(file: file, format: format, threshold: threshold, matches: exported, overwrite: false)
  }

  mutating func take(_ outcome: ExportOutcome, of request: ExportRequest) {
    var replacing = request
    replacing.overwrite = true
    let rows = counted(request.matches.count, "match", "matches")
    take(outcome, of: rows, in: request.file, replacing: .overwrite(replacing)) { $0.askForExport() }
  }
}

// MARK: - Photos

extension State {
  /// The marked photos, or where none is, all that are shown, in the gallery's order.
  private var exportedPhotos: [FilePath] {
    gallery.marks.photos.isEmpty ? (0..<photos.count).map { photos[$0].path } : markedPhotos
  }

  mutating func askForPhotoExport() {
    let marked = gallery.marks.photos.count
    let what =
      marked > 0 ? counted(marked, "marked photo", "marked photos") : counted(photos.count, "photo", "photos")
    prompt = Prompt(.gallery(.export), label: "list of \(what) to:", text: gallery.exportFile)
  }

  mutating func exportPhotos(to file: String) -> [Effect] {
    attempt(
      { state throws(CommandError) in .exportPhotos(try state.photoExport(to: file)) }, ask: { $0.askForPhotoExport() })
  }

  /// - Throws: what is wrong with the file's name.
  mutating func photoExport(to file: String) throws(CommandError) -> PhotoExport {
    gallery.exportFile = file
    let name = "/" + file
    guard ExportFormat(file: file) == .paths, !name.hasSuffix("/.txt"), !name.hasSuffix("/.nul") else {
      throw CommandError("a list of paths needs a name that ends in .txt, such as photos.txt, or in .nul for xargs -0")
    }
    return PhotoExport(file: file, photos: exportedPhotos, overwrite: false)
  }

  mutating func take(_ outcome: ExportOutcome, of export: PhotoExport) {
    var replacing = export
    replacing.overwrite = true
    let rows = counted(export.photos.count, "path", "paths")
    take(outcome, of: rows, in: export.file, replacing: .gallery(.overwrite(replacing))) { $0.askForPhotoExport() }
  }
}

// MARK: - Both

extension State {
  /// The effect, or the question again with what is wrong.
  private mutating func attempt(
    _ make: (inout State) throws(CommandError) -> Effect, ask: (inout State) -> Void
  ) -> [Effect] {
    do throws(CommandError) {
      return [try make(&self)]
    } catch {
      ask(&self)
      message = Message(text: error.reason, isError: true)
      return []
    }
  }

  /// - Parameters:
  ///   - rows: "3 matches".
  ///   - question: what is asked where the file is there already.
  ///   - ask: asks for another file.
  private mutating func take(
    _ outcome: ExportOutcome, of rows: String, in file: String, replacing question: Prompt.Purpose,
    ask: (inout State) -> Void
  ) {
    switch outcome {
    case .written:
      message = Message(text: "\(rows) written to \(shortenedAtStart(file, to: max(12, size.columns - 48)))")
    case .failed(let reason):
      if !askForCommandAgain() { ask(&self) }
      message = Message(text: reason, isError: true)
    case .exists:
      let file = shortenedAtStart(file, to: max(5, size.columns - 56))
      prompt = Prompt(question, label: "\(file) is there already; replace it? (y/n)")
    }
  }
}
