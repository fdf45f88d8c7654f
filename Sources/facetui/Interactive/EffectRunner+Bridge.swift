import GalleryUI
import Library

extension EffectRunner {
  /// Answers `Effect.bridge`.
  func bridge(_ question: BridgeQuestion, isCancelled: () -> Bool = { false }) -> Event {
    do throws(LibraryError) {
      let decided = try decisions.faces()
      return .bridged(
        question,
        Result { () throws(BridgeError) in
          try library.bridge(from: question.from, to: question.to, decided, isCancelled: isCancelled)
        })
    } catch {
      return .failed("the bridge cannot be looked for: \(error)")
    }
  }
}
