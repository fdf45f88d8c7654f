import Testing

@testable import Journal

/// Merging by chance: the order of machines does not matter.
@Suite struct MergeTests {
  /// Three machines that saw parts of each other.
  private func journals(_ seed: Int) -> [Journal] {
    var machines = (0..<3).map { RandomJournal(seed: 3 * seed + $0, writer: UInt64($0 + 1)) }
    for round in 0..<3 {
      for machine in machines.indices {
        machines[machine].grow(4, common: round == 1 ? machines[(machine + 1) % 3].journal : Journal())
      }
    }
    return machines.map(\.journal)
  }

  @Test(arguments: 0..<100) func `merging is commutative, associative and idempotent`(seed: Int) {
    let all = journals(seed)
    let (a, b, c) = (all[0], all[1], all[2])
    #expect(a.merged(with: b).text == b.merged(with: a).text)
    #expect(a.merged(with: b).merged(with: c).text == a.merged(with: b.merged(with: c)).text)
    #expect(a.merged(with: a).text == a.text)
    #expect(a.merged(with: b).merged(with: b).text == a.merged(with: b).text)
    #expect(People(a.merged(with: b).merged(with: c)) == People(c.merged(with: b).merged(with: a)))
    #expect(a.merged(with: b).entries.count > a.entries.count)
  }

  @Test(arguments: 0..<60) func `the order of lines in the file does not matter, nor how often they are there`(
    seed: Int
  ) {
    let journal = journals(seed).reduce(Journal()) { $0.merged(with: $1) }
    var chance = Chance(seed: seed)
    let lines = (journal.entries + journal.entries.prefix(5)).map(\.line).shuffled(using: &chance)
    let read = Journal(text: Array(lines.joined(separator: "\n").utf8))
    #expect(read.text == journal.text && read.damaged.isEmpty && read.conflicts.isEmpty)
    #expect(read.entries == journal.entries)
    #expect(People(read) == People(journal))
  }

  @Test(arguments: 0..<200) func `what is followed line by line is what a replay gives`(seed: Int) {
    let journal = journals(seed).reduce(Journal()) { $0.merged(with: $1) }
    var state = JournalState()
    for entry in journal.entries {
      state.read(Array(entry.line.utf8))
      #expect(state.people == People(state.journal))
    }
    #expect(state.journal.text == journal.text)
  }

  @Test(arguments: 0..<200) func `whatever is said, no state contradicts itself`(seed: Int) {
    let journal = journals(seed).reduce(Journal()) { $0.merged(with: $1) }
    for count in 1...journal.entries.count {
      var part = Journal()
      part.add(Array(journal.entries.prefix(count)))
      expectSound(People(part))
    }
  }

  private func expectSound(_ people: People) {
    var owners: [Int: PersonID] = [:]
    for person in people.people {
      #expect(person.faces.isDisjoint(with: person.refused))
      for face in person.faces {
        #expect(owners.updateValue(person.id, forKey: face) == nil)
        #expect(people.faces[face].person == person.id && !people.faces[face].isIgnored)
        #expect(people.faces[face].different.isDisjoint(with: person.faces))
        #expect(people.faces[face].same.isEmpty)
      }
      for face in person.refused { #expect(people.faces[face].refused.contains(person.id)) }
    }
    for (number, face) in people.faces.enumerated() {
      #expect(face.person.map { people.person($0)?.faces.contains(number) == true } ?? true)
      #expect(face.refused.allSatisfy { people.person($0)?.refused.contains(number) == true })
      #expect(face.different.allSatisfy { people.faces[$0].different.contains(number) && $0 != number })
      #expect(face.different.isDisjoint(with: face.same))
      #expect(face.same.allSatisfy { people.faces[$0].same == face.same } && face.same.count != 1)
    }
    #expect(Set(people.people.map(\.name.folded)).count == people.people.count)
  }

  @Test func `of two lines with one id the greater counts, on every machine`() throws {
    let id = EntryID(milliseconds: 5, counter: 0, writer: 7)
    let one = JournalEntry(id: id, at: "t", .ignore([key(1)]))
    let other = JournalEntry(id: id, at: "t", .ignore([key(2)]))
    var (a, b) = (Journal(), Journal())
    a.add([one])
    b.add([other])
    #expect(a.merged(with: b).text == b.merged(with: a).text)
    #expect(a.merged(with: b).entries == [other] && a.merged(with: b).conflicts == [id])
    a.add([other, one])
    #expect(a.entries == [other])
  }
}
