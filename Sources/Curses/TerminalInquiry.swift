import CCurses
import Foundation
import TerminalUI

/// Asks the controlling terminal what it is, on a thread of its own and before curses has it: the one that starts it
/// can do something else meanwhile.
public final class TerminalInquiry: Sendable {
  /// What came of it.
  public struct Answer: Sendable {
    public var facts: TerminalFacts
    /// What somebody typed meanwhile; `CursesTerminal.init(typedBefore:)` takes it.
    public var typed: [UInt8]
    public var duration: Duration
  }

  /// A terminal that has not answered by then is drawn on as one that does not.
  public static let patience = Duration.milliseconds(250)

  private let outcome = Outcome()

  /// - Parameter environment: of the process, but in tests.
  public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    let thread = Thread { [outcome] in
      var asking = Asking(environment: environment)
      outcome.set(asking.run())
    }
    thread.stackSize = 1 << 20
    thread.start()
  }

  /// Waits for it. Nobody may end the process or open a `CursesTerminal` before.
  public var answer: Answer { outcome.value }

  /// The number of a signal that came meanwhile and wants the program to end. A `CursesTerminal` sees it as well, if
  /// nobody takes it here.
  public static func takeEndingSignal() -> Int32? {
    let signals = cc_take_signals()
    return [SIGHUP, SIGTERM, SIGINT].first { signals & (1 << UInt64($0)) != 0 }
  }
}

private final class Outcome: @unchecked Sendable {
  private let condition = NSCondition()
  private var answer: TerminalInquiry.Answer?

  func set(_ answer: TerminalInquiry.Answer) {
    condition.withLock {
      self.answer = answer
      condition.broadcast()
    }
  }

  var value: TerminalInquiry.Answer {
    condition.lock()
    defer { condition.unlock() }
    while true {
      if let answer { return answer }
      condition.wait()
    }
  }
}

/// One round of questions and answers.
private struct Asking {
  /// A terminal that sends without end is not listened to further.
  private static let mostBytes = 1 << 16

  let environment: [String: String]
  let start = ContinuousClock.now
  var replies = TerminalReplies()

  init(environment: [String: String]) { self.environment = environment }

  mutating func run() -> TerminalInquiry.Answer {
    let state = ask()
    var facts = TerminalFacts(
      replies: replies, asking: state, environment: environment, surroundings: surroundings())
    if facts.multiplexer == .tmux, facts.hasSixel { facts.tmuxHasSixel = TmuxClient.takesSixel(within: left) }
    return TerminalInquiry.Answer(facts: facts, typed: replies.keyBytes, duration: ContinuousClock.now - start)
  }

  private mutating func ask() -> TerminalFacts.Asking {
    guard let questions = TerminalQuestions.bytes(environment: environment) else { return .notAsked }
    switch Int(cc_ask_open()) {
    case CC_OK: break
    case CC_BACKGROUND: return .background
    default: return .noTerminal
    }
    defer { cc_ask_close() }
    guard cc_ask_write(questions, Int32(questions.count), milliseconds(left)) else { return .silent }
    return listen() ? .answered : .silent
  }

  private mutating func listen() -> Bool {
    var count = 0
    var bytes = [UInt8](repeating: 0, count: 4096)
    while !replies.isComplete, left > .zero, count < Self.mostBytes {
      let came = Int(cc_ask_read(&bytes, Int32(bytes.count), max(1, milliseconds(left))))
      if came < 0 { break }
      replies.feed(bytes.prefix(came))
      count += came
    }
    return replies.isComplete
  }

  private var left: Duration { TerminalInquiry.patience - (ContinuousClock.now - start) }

  private func milliseconds(_ duration: Duration) -> Int32 {
    Int32(max(0, duration.components.attoseconds / 1_000_000_000_000_000))
  }

  private func surroundings() -> TerminalFacts.Surroundings {
    var surroundings = TerminalFacts.Surroundings()
    surroundings.colours = Int(cc_entry_colours(&surroundings.hasDirectColours))
    surroundings.isUnicode = cc_entry_unicode()
    var sizes: [Int32] = [0, 0, 0, 0]
    cc_window(&sizes)
    if sizes[0] > 0, sizes[1] > 0 { surroundings.cells = Size(columns: Int(sizes[0]), rows: Int(sizes[1])) }
    if sizes[2] > 0, sizes[3] > 0 { surroundings.pixels = PixelSize(width: Int(sizes[2]), height: Int(sizes[3])) }
    return surroundings
  }
}
