import Library
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct RescanKey {
  @Test(arguments: ["R", "<Enter> R", "<Enter> <Enter> R"])
  func `R asks for a look at the folder, and what comes is shown`(keys: String) throws {
    var state = state(album())
    #expect(try type(keys, into: &state) == [.rescan])
    #expect(state.indexing == .listing && state.message?.isError == false)
    let fewer = Array(album().dropLast(5))
    _ = update(&state, .library(.listed(fewer)))
    #expect(state.photos.count == 25 && state.indexing == .running)
    _ = update(&state, .library(.finished(IndexProgress(total: 25, done: 25))))
    #expect(state.indexing == .finished)
  }
}
