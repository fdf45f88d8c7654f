import Foundation
import SystemPackage

@testable import Journal

/// Numbers by chance; a seed always gives the same (SplitMix64).
struct Chance: RandomNumberGenerator {
  private var state: UInt64

  init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func isLucky(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &self) < share }
}

func hash(_ number: Int) -> String { String(repeating: "0", count: 56) + String(format: "%08x", number) }

/// A face of a photo; the third of photo 5 stands beside its second.
func key(_ photo: Int, _ face: Int = 0, pixels: Int? = nil, turned: Int = 1, shift: Double = 0) -> FaceKey {
  let box = FaceBox(x: 0.1 + 0.2 * Double(face) + shift, y: 0.3, width: 0.1, height: 0.2)!
  return FaceKey(
    photo: hash(photo), pixels: pixels.flatMap { FaceKey.Pixels(hash: hash($0), turned: turned) }, width: 640,
    height: 480, box: turned == 1 ? box : box.unoriented(turned))!
}

func name(_ text: String) -> PersonName { PersonName(text)! }

func ada(_ id: PersonID? = nil) -> PersonReference { PersonReference(id: id, name: name("Ada")) }

/// Entries that follow each other.
struct Script {
  private(set) var journal = Journal()
  private var clock = EntryClock(writer: 1)
  private var milliseconds: UInt64 = 1_700_000_000_000

  @discardableResult mutating func say(_ decisions: Decision...) -> [EntryID] {
    milliseconds += 10
    let first = clock.next(after: journal.latest, now: milliseconds)
    return decisions.map { decision in
      let id = decision == decisions.first ? first : clock.next(after: journal.latest, now: milliseconds)
      journal.add([JournalEntry(id: id, at: "t", group: decisions.count > 1 ? first : nil, decision)])
      return id
    }
  }

  mutating func undo() { say(.undo(History(journal).nextUndo)) }

  mutating func redo() { say(.redo(History(journal).nextRedo)) }

  var people: People { People(journal) }

  /// Of the faces of photos by number, who they are.
  func names(_ keys: FaceKey...) -> [String?] {
    let people = people
    return keys.map { key in
      people.face(key).flatMap { people.faces[$0].person }.flatMap { people.person($0)?.name.text }
    }
  }
}

/// A journal by chance, of one writer.
struct RandomJournal {
  private var chance: Chance
  private let clock: EntryClock
  private(set) var journal = Journal()

  init(seed: Int, writer: UInt64) {
    chance = Chance(seed: seed)
    clock = EntryClock(writer: writer)
  }

  /// - Parameter common: what the writer has seen of others.
  mutating func grow(_ count: Int, common: Journal = Journal()) {
    journal = journal.merged(with: common)
    for _ in 0..<count {
      // Clocks go back, and two machines have the same time.
      let now = 1_700_000_000_000 + UInt64.random(in: 0..<50, using: &chance)
      let id = clock.next(after: journal.latest, now: now)
      let group = chance.isLucky(0.2) ? journal.entries.randomElement(using: &chance)?.id : nil
      journal.add([JournalEntry(id: id, at: "2023-11-14T22:13:20.000Z", group: group, decision())])
    }
  }

  private mutating func decision() -> Decision {
    let ids = journal.entries.map(\.id)
    switch Int.random(in: 0..<15, using: &chance) {
    case 0...3: return .name(faces(1...3), person())
    case 4, 5: return .refuse(faces(1...2), person())
    case 6: return .same(faces(2...3))
    case 7: return .different(faces(2...3))
    case 8: return .ignore(faces(1...1))
    case 9: return .rename(person(), to: personName())
    case 10: return chance.isLucky(0.5) ? .hide(person()) : .show(person())
    case 12 where !ids.isEmpty: return .undo((0..<2).compactMap { _ in ids.randomElement(using: &chance) })
    case 13 where !ids.isEmpty: return .redo((0..<2).compactMap { _ in ids.randomElement(using: &chance) })
    case 14: return .seen(photo: hash(Int.random(in: 0..<8, using: &chance)), FaceKey.Pixels(hash: hash(2), turned: 6)!)
    default: return .name(faces(1...1), person())
    }
  }

  private mutating func faces(_ count: ClosedRange<Int>) -> [FaceKey] {
    (0..<Int.random(in: count, using: &chance)).map { _ in
      let photo = Int.random(in: 0..<8, using: &chance)
      // Some photos are the same picture in two files; some keys lack their pixels.
      let pixels = chance.isLucky(0.7) ? photo / 2 * 2 : nil
      return key(
        photo, Int.random(in: 0..<3, using: &chance), pixels: pixels, turned: pixels == nil ? 1 : 1 + photo % 2 * 5,
        shift: Double.random(in: -0.01...0.01, using: &chance))
    }
  }

  private mutating func person() -> PersonReference {
    let founders = journal.entries.filter { $0.decision?.person != nil }.map(\.id)
    return PersonReference(id: chance.isLucky(0.6) ? founders.randomElement(using: &chance) : nil, name: personName())
  }

  private mutating func personName() -> PersonName {
    name(["Ada", "ada", "Bob", "Çelik", "Dora"].randomElement(using: &chance)!)
  }
}
