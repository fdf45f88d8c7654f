import Configuration
import Faces
import Foundation
import Library
import SystemPackage
import TerminalUI

/// All that the screen shows, but for the pictures.
public struct State: Sendable {
  public internal(set) var size: Size
  /// The folder as the user named it; of several the first.
  public let folder: String
  /// Of several folders, as the header shows them.
  let folders: String?
  public let packName: String
  let thresholds: ModelPack.Thresholds
  /// Whether what was learnt in the folder takes part in the scores.
  let isCorrected: Bool
  /// How the terminal shows pictures.
  public internal(set) var pictureStyle: PictureStyle
  public internal(set) var theme: Theme
  var keymap: Keymap
  public internal(set) var configuration: Configuration
  var commandLine = CommandLine()

  /// Whether the user is asked to choose photos, as by facetui pick.
  public let isChoosing: Bool
  /// Arguments with which facetui doctor sees what is seen here.
  let doctorOptions: [String]

  var photos = PhotoTable()
  /// How many there are in all, while the beginning is shown and the rest is being read.
  var filesToRead: Int?
  /// What the folder's listing left out by itself.
  var leftOut = LeftOut()
  /// What of the folder may change unnoticed.
  var watchGap = WatchGap()
  /// What of the folder cannot be reached.
  var awayFolders: [AwayFolder] = []
  /// Folders inside the library's that cannot be read.
  var closedFolders: [Photo] = []
  /// nil where no faces are looked up.
  var awaitedLookup: AwaitedLookup?
  /// How many there were.
  var lookups = 0
  /// Files that are looked at once more; nil where none are.
  var retry: Retry?
  /// Folders that the listing under way was asked for, as they could not be read.
  var retriedFolders: [FilePath] = []
  /// What photos' files tell of themselves, as far as it was asked for.
  var details = DetailsTable()
  /// Whether photos are shown with the facts about them.
  var showsInfo = false
  var progress = IndexProgress()
  var indexing = IndexingPhase.listing
  var gallery = Gallery()
  /// No key was pressed yet: the gallery's cursor is on the first photo, whichever that is.
  var isUntouched = true
  /// What lies over the gallery, the uppermost last.
  var screens: [Screen] = []
  var prompt: Prompt?
  var message: Message?
  /// The one that stood there when the last key came, and the last of all.
  var messageBeforeKey, lastMessage: Message?
  /// Over everything else.
  var messageBox: MessageBox?
  var input = KeyInput()
  var drag: Drag?
  /// Tells the timer of a list that scrolls under the mouse from those of earlier ones.
  var scrolls = 0
  /// The number of a face that the next digit would go on with.
  var typedFace: TypedFace?
  /// Digits of faces' numbers typed so far; tells a pause after the last of them from earlier ones.
  var digitsTyped = 0
  /// What the folder tells as a whole; nil where that is not known yet.
  var survey: FolderSurvey?
  /// Whether faces, or what is decided about them, are others than it knows; and whether it is being made.
  var isSurveyStale = false
  var isSurveying = false
  /// Whether photos were looked at that nobody had looked at before, and more may come.
  var isFindingFaces = false
  /// How many bridges were searched.
  var bridges = 0
  /// What the user decided; nil where it is not known yet.
  var decisions: KnownDecisions?
  var decisionWork = DecisionWork()
  /// In which times of decisions are told.
  var timeZone = TimeZone.current
  /// Cosine from which a match counts as the same person.
  var threshold: Float
  /// What was marked among the matches of each query; outlives their screens.
  var marks: [FaceID: Set<FaceID>] = [:]
  /// Those that were last taken away all at once, to be brought back.
  var droppedMarks: [FaceID: Set<FaceID>] = [:]
  /// Where the last export went or was to go.
  var exportFile = "matches.csv"
  /// The folder was listed before and is listed again.
  var isRescanning = false
  /// What that found so far; nil once the run has ended.
  var changes: FolderChanges?
  /// The photos that the program was last asked to look at next.
  var prioritised: [FilePath] = []

  public init(
    size: Size, folder: String, folders: String? = nil, packName: String, thresholds: ModelPack.Thresholds,
    isCorrected: Bool = false,
    pictureStyle: PictureStyle = .standard, doctorOptions: [String] = [], theme: Theme = .neutral,
    keymap: Keymap = .standard, configuration: Configuration = Configuration(), history: [String] = [],
    isChoosing: Bool = false
  ) {
    self.size = size.bounded
    self.folder = folder
    self.folders = folders
    self.packName = packName
    self.thresholds = thresholds
    self.isCorrected = isCorrected
    self.pictureStyle = pictureStyle
    self.doctorOptions = doctorOptions
    self.theme = theme
    self.keymap = keymap
    self.configuration = configuration
    self.isChoosing = isChoosing
    commandLine.history = CommandHistory(history)
    threshold = thresholds.score(configuration.threshold)
    if isChoosing { message = Message(text: choiceRequest) }
    gallery.tileLevel = min(GalleryLayout.widths.count, configuration.gallerySize) - 1
    photos.set(order: PhotoOrder(by: configuration.order, isReversed: configuration.isReversed))
  }

  /// Whether only the beginning of what is known is there yet.
  public var isReading: Bool { filesToRead != nil }

  /// The first key of an action on the current screen; nil where it has none.
  func key(for action: Action) -> String? { keymap.name(of: action, in: scope) }

  var scope: Scope {
    if messageBox != nil { return .message }
    return switch screens.last {
    case nil: gallery.folders.hasKeys ? .folders : .gallery
    case .photo: .photo
    case .matches: .matches
    case .problems: .problems
    case .help: .help
    case .compare: .compare
    case .bridge: .bridge
    case .history: .history
    }
  }
}

enum IndexingPhase: Sendable, Equatable {
  /// The folder's files are not known yet.
  case listing
  case running
  case finished
}

enum Screen: Sendable, Equatable {
  case photo(PhotoScreen)
  case matches(Matches)
  case problems(Problems)
  case help(Help)
  /// Lies over the matches that it compares.
  case compare(Compare)
  case bridge(BridgeScreen)
  case history(HistoryScreen)
}

struct Gallery: Sendable, Equatable {
  /// Place among the photos that pass the filter.
  var cursor = 0
  /// First visible row of tiles, or of the list.
  var top = 0
  var asList = false
  /// Index into `GalleryLayout.widths`.
  var tileLevel = 1
  /// Index into `GalleryLayout.rowHeights`; nil for what the window has room for.
  var rowLevel: Int?
  var search = ""
  var folders = FolderPanel()
  var marks = GalleryMarks()
  /// Where the last list of photos went or was to go.
  var exportFile = "photos.txt"
}

struct PhotoScreen: Sendable, Equatable {
  var path: FilePath
  /// Index of the selected face.
  var selected: Int?
  /// Index into `Zoom.factors` where only the selected face and what is around it is seen.
  var zoom: Int?
  /// First visible line of the facts.
  var infoTop = 0

  init(photo: Photo, selected: Int? = nil) {
    path = photo.path
    let largest = photo.faces.indices.max { photo.faces[$0].box.height < photo.faces[$1].box.height }
    self.selected = selected ?? largest
  }
}

struct Help: Sendable, Equatable {
  /// The screen that it was asked for on.
  var scope = Scope.gallery
  /// Only lines with this text are shown.
  var filter = ""
  /// First visible line.
  var top = 0
}

struct Message: Sendable, Equatable {
  var text: String
  var isError = false
  /// Not worth to be read later.
  var isPassing = false
}

/// The keys typed so far of a command: a count and the start of a sequence.
struct KeyInput: Sendable, Equatable {
  /// In a photo the beginning of a face's number.
  var count: Int?
  var pending: [Key] = []
}

/// The number of a face, as far as it is typed.
struct TypedFace: Sendable, Equatable {
  var number: Int
  /// Index of the face that was selected before.
  var before: Int?
}
