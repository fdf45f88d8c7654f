import Library
import TerminalUI

@testable import GalleryUI

/// Presses the keys of a file, answers rankings, and returns all other effects.
@discardableResult
func press(_ file: String, into state: inout State) throws -> [Effect] {
  try [Key](file: file).flatMap { key in
    update(&state, .key(key)).filter { effect in
      guard case .rank(let query) = effect else { return true }
      _ = update(&state, .ranked(query: query, Ranking(matches())))
      return false
    }
  }
}

/// Types a line after the colon, and Enter.
@discardableResult
func run(_ line: String, _ state: inout State) throws -> [Effect] {
  try press("\":\(line)\" <Enter>", into: &state)
}

func atMatchesOfAlbum() throws -> State {
  var state = state(album())
  try type("<Enter> <Enter>", into: &state)
  return state
}
