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

  @Test func `the help tells every binding`() throws {
    for binding in KeyTable.bindings {
      let scope = try #require(Scope.allCases.first(where: binding.scopes.contains))
      let help = Keymap.standard.help(binding, in: scope)
      let line = HelpView.Line.key(binding.notation, help, command: binding.command)
      #expect(HelpView.lines(.standard).contains(line) && !help.contains("{"))
    }
  }

  @Test(arguments: Scope.allCases)
  func `every screen tells help or the way out`(_ scope: Scope) {
    let bindings = Keymap.standard.bindings(in: scope).filter { [.help, .back, .quit].contains($0.action) }
    #expect(bindings.contains { $0.hint != nil })
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
