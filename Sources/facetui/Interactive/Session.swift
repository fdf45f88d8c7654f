import Configuration
import Curses
import Foundation
import GalleryUI
import Library
import PathText
import Synchronization
import SystemPackage
import TerminalUI

/// Shows a library on the controlling terminal until the user leaves.
/// - Parameters:
///   - glimpse: what the library begins with that is still to be read; nil where it was.
///   - folderName: the folder as the user wrote it, for the title.
///   - doctorOptions: with which facetui doctor sees what is seen here.
///   - choice: how pictures are drawn.
///   - chosen: takes what the user chooses, and asks for it; nil where nothing is to be chosen.
///   - typed: bytes that the terminal sent before, besides its answers.
/// - Returns: the exit status: 0, or 128 and the number of the signal that ended it.
/// - Throws: `CursesError` where no terminal can be used, `LibraryError` where the library cannot be read.
func runInteractive(
  library: PhotoLibrary, glimpse: LibraryGlimpse?, folderName: String, workers: Int = 2, doctorOptions: [String] = [],
  configuration: ProgramConfiguration, choice: TerminalChoice, chosen: ChosenPhotos? = nil,
  typedBefore typed: [UInt8] = []
) async throws -> Int32 {
  let queue = EventQueue()
  let indexing = Indexing(library: library, workers: workers, queue: queue)
  defer { indexing.cancel() }
  return try await withCheckedThrowingContinuation { continuation in
    let thread = Thread {
      continuation.resume(
        with: Result {
          let session = try Session(
            library: library, glimpse: glimpse, folderName: folderName, doctorOptions: doctorOptions,
            configuration: configuration, choice: choice, chosen: chosen, typedBefore: typed, queue: queue,
            indexing: indexing)
          defer { library.keepWhatIsInMemory() }
          return try session.run()
        })
    }
    thread.stackSize = 8 << 20
    thread.start()
  }
}

/// The event loop; lives on one thread.
private final class Session {
  /// What the library tells is drawn at most this often; keys, and a ranking that is waited for, are drawn at once.
  private static let calmFrame = Duration.milliseconds(50)
  /// Seconds; people take less between two digits of a number.
  private static let pause = 1.5

  private let terminal: CursesTerminal
  private let queue: EventQueue
  private let indexing: Indexing
  private let runner: EffectRunner
  private let lookingAgain: LookingAgain
  private let bridges: BridgeSearch
  private let chosen: ChosenPhotos?
  private let loader: PictureLoader
  private let memo = PictureMemo()
  private var facts: TerminalFacts
  /// By the kernel's numbers, when the window had its present size.
  private var cell: PixelSize?
  private let history = DispatchQueue(label: "history")
  private let naming = DispatchQueue(label: "naming")
  private let ranking = DispatchQueue(label: "ranking")
  private let deciding: Deciding
  private let surveying = DispatchQueue(label: "surveying", qos: .utility)
  private let reading = DispatchQueue(label: "reading", attributes: .concurrent)
  private var state: State
  private var status: Int32?
  private var lastDraw = ContinuousClock.now - .seconds(1)
  private var needsDraw = true

  init(
    library: PhotoLibrary, glimpse: LibraryGlimpse?, folderName: String, doctorOptions: [String],
    configuration: ProgramConfiguration, choice: TerminalChoice, chosen: ChosenPhotos?, typedBefore typed: [UInt8],
    queue: EventQueue, indexing: Indexing
  ) throws {
    CursesTerminal.setMouse(configuration.configuration.mouse)
    facts = choice.facts
    terminal = try CursesTerminal(typedBefore: typed, isDirect: choice.isTrueColour, type: choice.entry)
    terminal.graphics = choice.graphics
    cell = terminal.cell
    terminal.isSynchronised = terminal.isSynchronised || choice.facts.synchronises
    self.queue = queue
    self.indexing = indexing
    self.chosen = chosen
    runner = EffectRunner(library: library)
    lookingAgain = LookingAgain(runner, queue: queue)
    bridges = BridgeSearch(runner, queue: queue)
    deciding = Deciding(runner.decisions, queue: queue)
    loader = PictureLoader(
      ImmediatePictures(thumbnails: library, locate: library.place(of:)), thumbnails: library
    ) { CursesTerminal.wake() }
    let background = choice.facts.background.map { ($0.red, $0.green, $0.blue) }
    state = State(
      size: terminal.size, folder: folderName, folders: library.title, packName: library.pack.name,
      thresholds: library.pack.thresholds,
      isCorrected: library.correction != nil, pictureStyle: Self.style(choice, on: terminal),
      doctorOptions: doctorOptions,
      theme: Theme(configuration.configuration, background: background, depth: terminal.depth),
      keymap: configuration.keymap, configuration: configuration.configuration,
      history: HistoryFile().lines, isChoosing: chosen != nil)
    if let glimpse { apply(.glimpsed(glimpse)) } else { showLibrary() }
    if let notice = terminal.notice { apply(.told(notice)) }
    if let notice = configuration.notice { apply(.failed(notice)) }
    if let notice = library.notice { apply(.failed(notice)) }
  }

  private static func style(_ choice: TerminalChoice, on terminal: CursesTerminal) -> PictureStyle {
    let cell = choice.facts.cell.map { CellSize(width: $0.width, height: $0.height) }
    let ground = choice.facts.background.map { Colour.rgb($0.red, $0.green, $0.blue) } ?? .rgb(0, 0, 0)
    return PictureStyle(way: choice.way, depth: terminal.depth, terminal: cell, ground: ground)
  }

  func run() throws(LibraryError) -> Int32 {
    defer {
      loader.stop()
      terminal.close()
      history.sync {}
      bridges.cancel()
      deciding.end()
      tellUnkept()
    }
    // What is known is on the screen before the folder is listed.
    drawNow()
    if state.isReading, let status = try readLibrary() { return status }
    indexing.start()
    while true {
      let keys = terminal.keys(waiting: needsDraw ? Self.calmFrame.seconds : nil)
      if let signal = terminal.endingSignal { return 128 + signal }
      let awaited = state.awaitsRanking
      for event in queue.takeAll() { apply(event) }
      let isAnswered = awaited && !state.awaitsRanking
      for key in keys { apply(.key(key)) }
      if let status { return status }
      needsDraw = true
      if !keys.isEmpty || isAnswered || ContinuousClock.now - lastDraw >= Self.calmFrame { drawNow() }
    }
  }

  /// What could not be written before the end is said on the terminal, as no screen is left.
  private func tellUnkept() {
    for case .decided(_, .failure(let error)) in queue.takeAll() { complain("facetui: nothing was kept: \(error)") }
  }

  private func showLibrary() {
    let known = runner.library.photos
    if !known.isEmpty { apply(.library(.listed(known))) }
  }

  /// Keys wait meanwhile: what they mean depends on all photos.
  /// - Returns: the program's exit status where it was ended.
  private func readLibrary() throws(LibraryError) -> Int32? {
    let outcome = Mutex<Result<Void, LibraryError>?>(nil)
    let library = runner.library
    reading.async {
      let result = Result { () throws(LibraryError) in try library.read() }
      outcome.withLock { $0 = result }
      CursesTerminal.wake()
    }
    var waiting: [Key] = []
    while outcome.withLock({ $0 == nil }) {
      for key in terminal.keys(waiting: nil) {
        switch key {
        case .resize: apply(.key(key))
        case .control("c"): return 130
        default: waiting.append(key)
        }
      }
      if let signal = terminal.endingSignal { return 128 + signal }
      drawNow()
    }
    try outcome.withLock { $0 }?.get()
    showLibrary()
    if let notice = library.newNotice() { apply(.failed(notice)) }
    for key in waiting where status == nil { apply(.key(key)) }
    drawNow()
    return status
  }

  private func drawNow() {
    terminal.draw(draw(state, pictures: loader, memo: memo))
    loader.endFrame()
    lastDraw = .now
    needsDraw = false
  }

  private func apply(_ event: Event) {
    if case .key(.resize) = event { followCell() }
    for effect in update(&state, event) { perform(effect) }
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .quit: status = 0
    case .choose(let photos):
      chosen?.take(photos)
      status = 0
    case .interrupt: status = 130
    case .suspend:
      let stop = ContinuousClock.now
      terminal.suspend()
      StoppedTime.add(seconds: (ContinuousClock.now - stop).seconds)
      if terminal.size != state.size { apply(.key(.resize(terminal.size))) }
    case .redraw: terminal.invalidate()
    case .rescan: indexing.start()
    case .stopIndexing(let isListed): indexing.stop(isListed: isListed)
    case .setMouse(let isWanted): CursesTerminal.setMouse(isWanted)
    case .restyle(let configuration): restyle(configuration)
    case .copy(let photo): copy(photo)
    case .remember: history.async { [runner] in _ = runner.run(effect) }
    case .rank: rank(effect)
    case .listFiles, .tellApart: naming.async { [queue, runner] in runner.run(effect).map(queue.post) }
    case .readDetails, .lookUp: reading.async { [queue, runner] in runner.run(effect).map(queue.post) }
    case .bridge(let question): bridges.start(question)
    case .stopBridge: bridges.cancel()
    case .decide(let request): deciding.decide(request)
    case .undo: deciding.go(.undo)
    case .redo: deciding.go(.redo)
    case .jump(let entry): deciding.go(.jump(to: entry))
    case .readDecisions: deciding.read()
    case .searchDecidedPhotos: deciding.search()
    case .survey: surveying.async { [queue, runner] in runner.run(effect).map(queue.post) }
    case .lookAgain(let photos): lookingAgain.start(photos)
    case .stopLookingAgain: lookingAgain.cancel()
    case .awaitPause(let number):
      DispatchQueue.global().asyncAfter(deadline: .now() + Self.pause) { [queue] in queue.post(.paused(number)) }
    case .awaitBlink(let number):
      DispatchQueue.global().asyncAfter(deadline: .now() + 0.5) { [queue] in queue.post(.blinked(number)) }
    case .awaitScroll(let number):
      DispatchQueue.global().asyncAfter(deadline: .now() + 0.1) { [queue] in queue.post(.scrolled(number)) }
    case .export, .exportPhotos, .open, .prioritise:
      if let event = runner.run(effect) { apply(event) }
    }
  }

  /// Letters that become larger or smaller change the size of cells.
  private func followCell() {
    guard let new = terminal.cell, new.width > 0, new.height > 0, new != cell else { return }
    cell = new
    facts.cell = new
    restyle(state.configuration)
  }

  private func restyle(_ configuration: Configuration) {
    let choice = TerminalChoice(facts: facts, wanted: configuration.pictureWay)
    terminal.graphics = choice.graphics
    let background = facts.background.map { ($0.red, $0.green, $0.blue) }
    apply(
      .restyled(Self.style(choice, on: terminal), Theme(configuration, background: background, depth: terminal.depth)))
  }

  private func copy(_ photo: FilePath) {
    let path = runner.library.absolute(photo)
    do throws(ClipboardCopy.Refusal) {
      try terminal.copy(path.bytes, facts: facts)
      apply(.told("copied \(path.string)"))
    } catch {
      apply(.failed(error.reason))
    }
  }

  /// Beside the drawing; a short rest after each keeps a growing library from being ranked all the time.
  private func rank(_ effect: Effect) {
    ranking.async { [queue, runner] in
      if let event = runner.run(effect) { queue.post(event) }
      Thread.sleep(forTimeInterval: 0.2)
    }
  }
}

extension PhotoLibrary {
  /// Of several folders; nil where one is shown, by its name.
  var title: String? { roots.isSingle ? nil : roots.all.map(\.name.string).joined(separator: ", ") }

  /// Where a photo's file lies, one outside the folders included.
  func place(of path: FilePath) -> FilePath { path.isAbsolute ? path : absolute(path) }
}

extension Duration {
  fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
