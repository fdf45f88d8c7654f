import GalleryUI
import Library

extension EffectRunner {
  /// Answers `Effect.bridge`.
  func bridge(_ question: BridgeQuestion, isCancelled: () -> Bool = { false }) -> Event {
    do throws(LibraryError) {
      let decided = try Decisions(library).refresh()
      return .bridged(
        question,
        Result { () throws(BridgeError) in
          try library.bridge(from: question.from, to: question.to, decided, isCancelled: isCancelled)
        })
    } catch {
      return .failed("the bridge cannot be looked for: \(error)")
    }
  }

  /// Answers `Effect.judge`. Reads both photos.
  func judge(_ judgement: LinkJudgement) -> Event {
    do throws(LibraryError) {
      let decisions = try Decisions(library)
      try decisions.refresh()
      try decisions.decide([judgement.isSame ? .same(judgement.faces) : .different(judgement.faces)])
      return .judged(judgement, nil)
    } catch {
      return .judged(judgement, error)
    }
  }
}
