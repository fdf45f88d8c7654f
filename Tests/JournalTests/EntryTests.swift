import Testing

@testable import Journal

@Suite struct EntryTests {
  @Test func `a clock that goes back reorders nothing, and two in one millisecond follow each other`() {
    let clock = EntryClock()
    var latest: EntryID?
    for now: UInt64 in [100, 100, 99, 3, 101, 0] {
      let next = clock.next(after: latest, now: now)
      #expect(latest.map { $0 < next } ?? true)
      #expect(EntryID("\(next)") == next)
      latest = next
    }
    let full = EntryID(milliseconds: 500, counter: .max, writer: 0)
    #expect(clock.next(after: full, now: 0) > full)
  }

  @Test(arguments: [
    "", "x", "0193a1b2c3d4-0000", "0193a1b2c3d4-0000-9f8e7d6c5b4", "0193A1B2C3D4-0000-9f8e7d6c5b4a",
    "ffffffffffff-ffff-000000000000", "+193a1b2c3d4-0000-9f8e7d6c5b4a",
  ]) func `what is no id is refused`(text: String) { #expect(EntryID(text) == nil) }

  @Test func `ids are ordered as their text is`() {
    var chance = Chance(seed: 1)
    let ids = (0..<300).map { _ in
      EntryID(
        milliseconds: .random(in: 0..<5000, using: &chance), counter: .random(in: 0..<3, using: &chance),
        writer: .random(in: 0..<(1 << 48), using: &chance))
    }
    #expect(ids.sorted().map(\.description) == ids.map(\.description).sorted())
  }

  private static let decisions: [Decision] = [
    .name([key(1), key(2, 1, pixels: 3, turned: 6)], ada()),
    .refuse(
      [key(1)], PersonReference(id: EntryID(milliseconds: 1, counter: 2, writer: 3), name: name("“Ada\"\\ \u{202E}é👩‍👧"))),
    .same([key(1), key(2)]), .different([key(1), key(2), key(3)]), .ignore([key(1, 3)]),
    .rename(ada(), to: name("Ada Byron")), .hide(ada()), .show(ada()),
    .seen(photo: hash(4), FaceKey.Pixels(hash: hash(5), turned: 8)!),
    .undo([EntryID(milliseconds: 1, counter: 2, writer: 3)]), .redo([EntryID(milliseconds: 1, counter: 2, writer: 3)]),
  ]

  @Test(arguments: decisions) func `a line says what was decided`(decision: Decision) throws {
    let id = EntryID(milliseconds: 1_764_428_103_123, counter: 1, writer: 0xABCD)
    let entry = JournalEntry(id: id, at: "2026-11-29T14:55:03.123Z", group: id, decision)
    #expect(try JournalEntry(line: entry.line) == entry)
    #expect(!entry.line.contains("\n"))
    #expect(try JournalEntry(line: " " + entry.line.replacing(",\"", with: ", \"")).decision == decision)
  }

  @Test func `a line as it is written`() {
    let id = EntryID(milliseconds: 1_796_050_503_123, counter: 0, writer: 0x9F8E_7D6C_5B4A)
    let entry = JournalEntry(id: id, at: "2026-11-29T14:55:03.123Z", .ignore([key(0x2a, pixels: 0x2b, turned: 6)]))
    let zeros = String(repeating: "0", count: 62)
    #expect(
      entry.line
        == #"{"v":1,"id":"\#(id)","at":"2026-11-29T14:55:03.123Z","do":"ignore","faces":[{"photo":"\#(zeros)2a","#
        + #""pixels":"\#(zeros)2b","turned":6,"size":[640,480],"box":[0.3,0.8,0.2,0.1]}]}"#)
  }

  @Test(arguments: [
    "nonsense", "[]", "{}", #"{"v":1}"#, #"{"v":1,"id":"0193a1b2c3d4-0000-9f8e7d6c5b4a"}"#,
    #"{"v":1,"id":"0193a1b2c3d4-0000-9f8e7d6c5b4a","do":"name","name":"Ada"}"#,
    #"{"v":1,"id":"0193a1b2c3d4-0000-9f8e7d6c5b4a","do":"undo","of":[]}"#,
    #"{"v":1,"id":"0193a1b2c3d4-0000-9f8e7d6c5b4a","do":"undo","of":["x"]}"#,
    #"{"v":1,"id":"0193a1b2c3d4-0000-9f8e7d6c5b4a","do":"rename","name":"Ada","to":" "}"#,
    #"{"v":1,"id":"0193a1b2c3d4-0000-9f8e7d6c5b4a","do":"hide","name":"Ada","person":"x"}"#,
  ]) func `a damaged line is told with its number, and the others live`(line: String) {
    let good = JournalEntry(id: EntryID(milliseconds: 1, counter: 0, writer: 0), at: "t", .ignore([key(1)]))
    let journal = Journal(text: Array("\(good.line)\n\n\(line)\n\(good.line)\n".utf8))
    #expect(journal.entries == [good])
    #expect(journal.damaged.map(\.number) == [3])
    #expect(journal.damaged.allSatisfy { !$0.reason.isEmpty })
  }

  @Test func `of damage by chance no line that is whole is lost`() {
    var chance = Chance(seed: 9)
    var random = RandomJournal(seed: 9, writer: 1)
    random.grow(40)
    let lines = random.journal.entries.map { Array($0.line.utf8) }
    for _ in 0..<300 {
      var damaged = lines
      let hit = Int.random(in: damaged.indices, using: &chance)
      for _ in 0..<4 {
        damaged[hit][Int.random(in: damaged[hit].indices, using: &chance)] = UInt8.random(in: 0...255, using: &chance)
      }
      let journal = Journal(text: Array(damaged.joined(separator: [10])))
      for (number, line) in lines.enumerated() where number != hit {
        let entry = random.journal.entries[number]
        #expect(journal.entry(entry.id)?.line.utf8.elementsEqual(line) == true || journal.conflicts.contains(entry.id))
      }
    }
  }

  @Test func `what a newer facetui wrote is kept and counts for nothing`() {
    let lines = [
      #"{"v":2,"id":"0193a1b2c3d4-0000-9f8e7d6c5b4a","do":"name","people":[1,2]}"#,
      #"{"v":1,"id":"0193a1b2c3d4-0001-9f8e7d6c5b4a","do":"adopt","name":"Ada"}"#,
    ]
    let journal = Journal(text: Array(lines.joined(separator: "\n").utf8))
    #expect(journal.unknown.map(\.kind) == ["name", "adopt"] && journal.damaged.isEmpty)
    #expect(String(decoding: journal.text, as: UTF8.self) == lines.map { $0 + "\n" }.joined())
    #expect(People(journal) == People() && History(journal).nextUndo.isEmpty)
  }

  @Test func `boxes are turned as pictures are, and back`() throws {
    let box = try #require(FaceBox(x: 0.1, y: 0.2, width: 0.3, height: 0.05))
    for orientation in 1...8 {
      #expect(box.oriented(orientation).unoriented(orientation).overlap(box) > 0.99)
    }
    // A picture that lay on its side: what was at the upper left is at the upper right.
    #expect(box.oriented(6).overlap(try #require(FaceBox(x: 0.75, y: 0.1, width: 0.05, height: 0.3))) > 0.99)
  }
}
