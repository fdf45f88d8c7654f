import Library
import SystemPackage
import TerminalUI

/// Something that happened.
public enum Event: Sendable {
  case key(Key)
  case library(IndexEvent)
  case ranked(query: FaceID, [Match])
  case exported(ExportRequest, ExportOutcome)
  case exportedPhotos(PhotoExport, ExportOutcome)
  /// Answers `Effect.tellApart` with the names of photos that share theirs with others.
  case toldApart([FilePath: String])
  /// Answers `Effect.awaitPause` with its number.
  case paused(Int)
  /// An effect went wrong; the sentence says which and why.
  case failed(String)
  /// Something worth knowing, said once.
  case told(String)
}

public enum ExportOutcome: Sendable, Equatable {
  case written
  /// The file is there and `overwrite` was not set; nothing was written.
  case exists
  case failed(String)
}

/// Something for the program to do; its outcome comes back as an event.
public enum Effect: Sendable, Equatable {
  case quit
  /// End as ^C ends a program.
  case interrupt
  case suspend
  case redraw
  /// Answered by `Event.ranked`.
  case rank(FaceID)
  /// Answered by `Event.exported`.
  case export(ExportRequest)
  /// Answered by `Event.exportedPhotos`.
  case exportPhotos(PhotoExport)
  /// Show a photo, relative to the library's folder, in the desktop's viewer.
  case open(FilePath)
  /// Find names for photos whose file's name others have too; answered by `Event.toldApart`.
  case tellApart([FilePath])
  /// Look at these photos next, in this order.
  case prioritise([FilePath])
  /// List the folder anew and look at what has changed; answered by the events of a library.
  case rescan
  /// Answered by `Event.paused` with the same number, as long after as people take between two keys of a number.
  case awaitPause(Int)
}

extension ExportFormat {
  /// What a file's ending stands for.
  static let endings: [(ending: String, format: ExportFormat)] = [
    ("csv", .csv), ("tsv", .tsv), ("json", .json), ("jsonl", .jsonl), ("txt", .paths),
  ]

  init?(file: String) {
    guard let dot = file.lastIndex(of: "."), !file[dot...].contains("/") else { return nil }
    let ending = file[dot...].dropFirst().lowercased()
    guard let known = Self.endings.first(where: { $0.ending == ending }) else { return nil }
    self = known.format
  }
}

public struct ExportRequest: Sendable, Equatable {
  /// As typed.
  public var file: String
  public var format: ExportFormat
  /// The live threshold, from which the verdicts are made.
  public var threshold: Float
  /// Best first.
  public var matches: [Match]
  public var overwrite: Bool
}
