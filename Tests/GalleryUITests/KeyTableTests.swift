import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct KeyTableTests {
  @Test(arguments: Scope.allCases)
  func `no key stands twice and none hides behind another`(_ scope: Scope) {
    let all = Keymap.standard.bindings(in: scope).flatMap(\.keys)
    #expect(Set(all).count == all.count)
    for keys in all {
      #expect(!all.contains { $0.count < keys.count && keys.starts(with: $0) }, "\(keys) cannot be reached")
      if case .character(let character)? = keys.first {
        #expect(character.wholeNumberValue == nil, "digits are counts")
      }
    }
  }

  @Test func `the help tells every binding`() {
    for binding in KeyTable.bindings {
      #expect(HelpView.lines(.standard).contains(.key(binding.notation, binding.help)))
    }
  }

  @Test func `the footer tells every binding that has a hint`() {
    let state = state(album())
    let hints = Chrome.hints(state).map(\.hint)
    #expect(hints == Keymap.standard.bindings(in: .gallery).compactMap(\.hint))
    #expect(screen(state).last == "  Enter open   / search   f filter   s order   t list   ? help   q quit")
  }

  @Test(arguments: Scope.allCases)
  func `every screen can be left`(_ scope: Scope) {
    guard case .binding(let binding) = Keymap.standard.resolve([.character("q")], in: scope) else {
      Issue.record("q is not bound")
      return
    }
    #expect(binding.action == (scope == .gallery ? .quit : .back))
  }
}
