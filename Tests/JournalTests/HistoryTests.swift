import Testing

@testable import Journal

@Suite struct HistoryTests {
  @Test(arguments: 0..<40) func `undo takes back step by step to nothing, and redo brings all of it back`(seed: Int) {
    var script = Script()
    var chance = Chance(seed: seed)
    var states = [script.people]
    for step in 0..<12 {
      let faces = (0..<3).map { key(Int.random(in: 0..<6, using: &chance), $0) }
      switch step % 4 {
      case 0: script.say(.name(faces, ada()))
      case 1: script.say(.refuse([faces[0]], ada()), .same([faces[1], faces[2]]), .ignore([faces[0]]))
      case 2: script.say(.rename(ada(), to: name("Ada \(step)")))
      default: script.say(.different(faces))
      }
      states.append(script.people)
    }
    for state in states.dropLast().reversed() {
      script.undo()
      #expect(script.people.isAlike(state))
    }
    #expect(History(script.journal).nextUndo.isEmpty)
    for state in states.dropFirst() {
      script.redo()
      #expect(script.people.isAlike(state))
    }
    #expect(History(script.journal).nextRedo.isEmpty)
  }

  @Test func `a decision after an undo ends the redo, and nothing is dropped`() {
    var script = Script()
    let first = script.say(.name([key(1)], ada()))[0]
    script.undo()
    #expect(History(script.journal).nextRedo == [first])
    let second = script.say(.name([key(2)], ada()))[0]
    #expect(History(script.journal).nextRedo.isEmpty)
    #expect(script.journal.entries.count == 3)
    script.undo()
    #expect(History(script.journal).nextRedo == [second])
    script.say(.redo([first]))
    #expect(script.names(key(1), key(2)) == ["Ada", nil], "one that is named comes back all the same")
  }

  @Test func `undo on two machines and one redo bring the decision back`() {
    var script = Script()
    let id = script.say(.name([key(1)], ada()))[0]
    script.say(.undo([id]))
    script.say(.undo([id]))
    script.redo()
    #expect(script.names(key(1)) == ["Ada"])
  }

  @Test func `a jump leaves what was decided up to a moment`() {
    var script = Script()
    let ids = (0..<5).map { script.say(.name([key($0)], ada()))[0] }
    let back = History(script.journal).jump(to: ids[1])
    #expect(back.undo == Array(ids[2...]) && back.redo.isEmpty)
    script.say(.undo(back.undo))
    #expect(script.names(key(1), key(2), key(4)) == ["Ada", nil, nil])
    let forth = History(script.journal).jump(to: ids[3])
    #expect(forth.undo.isEmpty && forth.redo == [ids[2], ids[3]])
  }
}

extension People {
  /// As far as the user sees it: who has which faces, and what was refused.
  func isAlike(_ other: People) -> Bool { summary == other.summary }

  private var summary: [String] {
    people.map { person in
      let keys = { (faces: Set<Int>) in
        faces.map { self.faces[$0].keys.first.map { "\($0.photo)\($0.box.x)" } ?? "" }.sorted()
      }
      return "\(person.name) \(keys(person.faces)) \(keys(person.refused)) \(person.isHidden)"
    } + faces.filter(\.isIgnored).compactMap { $0.keys.first?.photo }.sorted()
  }
}
