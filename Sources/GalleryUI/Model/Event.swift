import Configuration
import Imaging
import Journal
import Library
import SystemPackage
import TerminalUI

/// Something that happened.
public enum Event: Sendable {
  case key(Key)
  /// What a library begins with that is being read; all of it comes as one that was listed.
  case glimpsed(LibraryGlimpse)
  case library(IndexEvent)
  case ranked(query: FaceQuery, Ranking)
  case exported(ExportRequest, ExportOutcome)
  case exportedPhotos(PhotoExport, ExportOutcome)
  /// Answers `Effect.tellApart` with the names of photos that share theirs with others.
  case toldApart([FilePath: String])
  /// Answers `Effect.awaitPause` with its number.
  case paused(Int)
  /// Answers `Effect.awaitBlink` with its number.
  case blinked(Int)
  /// Answers `Effect.awaitScroll` with its number.
  case scrolled(Int)
  /// Answers `Effect.listFiles`: what files there are whose names begin so; folders end in a slash.
  case listedFiles(beginning: String, [String])
  /// Answers `Effect.restyle`; what is nil stays as it is.
  case restyled(PictureStyle?, Theme)
  /// Answers `Effect.readDetails`.
  case details(FilePath, PhotoStamp, Result<PhotoDetails, LibraryError>)
  /// Answers `Effect.lookUp`.
  case lookedUp(FaceLookup, LookupOutcome)
  /// One of the files of `Effect.lookAgain` in its new state.
  case lookedAgain(Photo)
  /// `Effect.lookAgain` has ended, with what went wrong.
  case lookAgainEnded(LibraryError?)
  /// Answers `Effect.survey`.
  case surveyed(FolderSurvey)
  /// Answers `Effect.bridge`.
  case bridged(BridgeQuestion, Result<Bridge, BridgeError>)
  /// Answers `Effect.decide`: it is on the disk, or nothing of it is kept.
  case decided(DecisionRequest, Result<KnownDecisions, LibraryError>)
  /// Answers `Effect.undo`, `.redo` and `.jump`.
  case wentThroughHistory(HistoryStep, Result<HistoryOutcome, LibraryError>)
  /// Answers `Effect.readDecisions`, and comes when another program has decided something.
  case decisionsRead(Result<KnownDecisions, LibraryError>)
  /// Answers `Effect.searchDecidedPhotos`, with what is known then where photos were found.
  case decidedPhotosSearched(found: Int, KnownDecisions?)
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
  /// End and hand over these photos, at least one, relative to the library's folder.
  case choose([FilePath])
  /// End as ^C ends a program.
  case interrupt
  case suspend
  case redraw
  /// Answered by `Event.ranked`.
  case rank(FaceQuery)
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
  /// Read what a photo's file tells of itself; answered by `Event.details`.
  case readDetails(FilePath, PhotoStamp)
  /// Find the face that a file stands for; answered by `Event.lookedUp`.
  case lookUp(FaceLookup)
  /// Look at files once more that could not be read; answered by `Event.lookedAgain` for each.
  case lookAgain([FilePath])
  /// End that after the file that is being looked at; `Event.lookAgainEnded` comes all the same.
  case stopLookingAgain
  /// List the folder anew and look at what has changed; answered by the events of a library.
  case rescan
  /// End the run that looks at photos; what is done stays.
  /// - Parameter isListed: whether the folder was listed.
  case stopIndexing(isListed: Bool)
  /// Find out what the folder tells as a whole; answered by `Event.surveyed`.
  case survey
  /// Find the chain of faces between two, in the place of a search that is under way; answered by `Event.bridged`.
  case bridge(BridgeQuestion)
  /// End that search; it is not answered.
  case stopBridge
  /// Write down what the user says, after what was to be written before; answered by `Event.decided`.
  case decide(DecisionRequest)
  /// Take the last step back that holds, bring back what was taken back last, or leave what was decided up to one entry,
  /// after what was to be written before; answered by `Event.wentThroughHistory`.
  case undo, redo
  case jump(to: EntryID)
  /// Read what was decided, and join it with the folder's photos as they are now; answered by `Event.decisionsRead`.
  case readDecisions
  /// Look for decided faces that wait among photos that were edited or turned; answered by `Event.decidedPhotosSearched`.
  case searchDecidedPhotos
  /// Keep a line of the command line for later sessions.
  case remember(String)
  /// Answered by `Event.listedFiles`; a path as typed.
  case listFiles(beginning: String)
  /// The preview or the colours are configured anew; answered by `Event.restyled`.
  case restyle(Configuration)
  /// Whether the mouse is facetui's or the terminal's.
  case setMouse(Bool)
  /// Give a photo's path to the terminal's clipboard; answered by `Event.told` or `.failed`.
  case copy(FilePath)
  /// Answered by `Event.paused` with the same number, as long after as people take between two keys of a number.
  case awaitPause(Int)
  /// Answered by `Event.blinked` with the same number after half a second.
  case awaitBlink(Int)
  /// Answered by `Event.scrolled` with the same number after a tenth of a second.
  case awaitScroll(Int)
}

extension Effect {
  var isExport: Bool {
    switch self {
    case .export, .exportPhotos: true
    default: false
    }
  }
}

extension ExportFormat {
  /// What a file's ending stands for.
  static let endings: [(ending: String, format: ExportFormat)] = [
    ("csv", .csv), ("tsv", .tsv), ("json", .json), ("jsonl", .jsonl), ("txt", .paths),
  ]
  /// Of a list of paths that end with a NUL byte each.
  private static let nul = "nul"

  init?(file: String) {
    guard let dot = file.lastIndex(of: "."), !file[dot...].contains("/") else { return nil }
    let ending = file[dot...].dropFirst().lowercased()
    if ending == Self.nul {
      self = .paths
      return
    }
    guard let known = Self.endings.first(where: { $0.ending == ending }) else { return nil }
    self = known.format
  }

  /// Whether each path of a list ends with a NUL byte, so that it may hold line ends.
  public static func endsWithNul(_ file: String) -> Bool { file.lowercased().hasSuffix("." + nul) }
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
