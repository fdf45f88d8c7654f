import Faces
import Journal
import SystemPackage
import TerminalUI

@testable import GalleryUI
@testable import Library

/// People of made-up photos: answers what the screens of people ask for, as the program does.
final class MadeUpPeople {
  let journal = MadeUpJournal()
  /// Groups as they are found; who was named or ignored is left out.
  var groups: [[Int64]] = [[0, 30, 60, 90], [10, 40, 70], [21, 51]]
  /// Candidates that were not there at the last look; and when that was.
  var new: Set<FaceID> = []
  var lookedAt: String?
  /// What was seen of people.
  private(set) var looks: [[FaceID]] = []
  private let photos = acquaintances()

  func answer(_ effect: Effect) -> Event? {
    switch effect {
    case .listPeople: .peopleListed(named)
    case .findGroups: .groupsFound(unnamed)
    case .countCandidates:
      .candidatesCounted(
        Dictionary(uniqueKeysWithValues: journal.known.people.people.map {
          ($0.id, CandidateCount(likely: candidates($0.id).likely, new: new.count))
        }))
    case .findCandidates(let question):
      .candidatesFound(question, PersonAnswer(candidates(question.person), new: new, lookedAt: lookedAt))
    default: journal.answer(effect)
    }
  }

  func see(_ effect: Effect) -> Bool {
    guard case .noteLook(_, let faces) = effect else { return false }
    looks.append(faces)
    return true
  }

  private var named: [ListedPerson] {
    let known = journal.known
    return known.people.people.map { person in
      listed(
        .person(person.id), known.faces.faces(of: person.id), name: person.name, isHidden: person.isHidden,
        changed: person.changed)
    }
  }

  private var unnamed: [ListedPerson] {
    let faces = journal.known.faces
    return groups.enumerated().compactMap { number, group in
      let left = group.map { FaceID($0) }.filter { face in
        faces.decided(face).map { $0.person == nil && !$0.isIgnored && $0.different.isEmpty } ?? true
      }
      return left.count < 2 ? nil : listed(.group("group \(number)"), left)
    }
  }

  private func listed(
    _ key: ListedPerson.Key, _ faces: [FaceID], name: PersonName? = nil, isHidden: Bool = false,
    changed: EntryID? = nil
  ) -> ListedPerson {
    let places = faces.compactMap { place($0) }
    return ListedPerson(
      key: key, name: name, isHidden: isHidden, faces: places, best: places.first,
      years: places.isEmpty ? nil : 2019...2021, changed: changed)
  }

  private func place(_ face: FaceID) -> ListedPerson.Place? {
    photos.lazy.compactMap { photo in
      photo.faces.firstIndex { $0.id == face }.map { .init(face: face, photo: photo.path, number: $0 + 1) }
    }.first
  }

  /// Of each photo on which the person is not, the first face of which nothing was decided.
  private func candidates(_ person: PersonID) -> Candidates {
    let faces = journal.known.faces
    let own = faces.faces(of: person)
    let open = photos.filter { photo in !photo.faces.contains { own.contains($0.id) } }.compactMap { photo in
      photo.faces.firstIndex { face in
        let word = faces.decided(face.id)
        return word?.person == nil && word?.isIgnored != true && !faces.isRefused(face.id, for: person)
      }.map { (photo, $0) }
    }
    let all = open.enumerated().map { index, place in
      Candidate(
        face: place.0.faces[place.1].id, photo: place.0.path, number: place.1 + 1, score: 0.7 - 0.05 * Float(index),
        best: 0.72 - 0.05 * Float(index), nearest: own.first ?? FaceID(0))
    }
    return Candidates(all, likely: all.count { $0.score >= 0.44 })
  }
}

/// In the gallery of the acquaintances, of whom some were named before.
func atPeople(_ people: MadeUpPeople, _ keys: String = "P", columns: Int = 120, rows: Int = 40) throws -> State {
  var state = state(acquaintances(), columns: columns, rows: rows)
  state.timeZone = .gmt
  _ = update(&state, .surveyed(madeUpSurvey))
  _ = update(&state, .decisionsRead(.success(people.journal.known)))
  try press(keys, in: &state, people)
  return state
}

/// Ada has two faces, Bob three.
func withNames() throws -> MadeUpPeople {
  let people = MadeUpPeople()
  var state = try atPeople(people, "")
  for (name, faces) in [("Ada Lovelace", [11, 41]), ("Bob", [52, 82, 112])] as [(String, [Int64])] {
    guard let name = PersonName(name) else { continue }
    take(state.decide([.name(faces.map { FaceID($0) }, name)]), &state, people)
  }
  return people
}

/// Presses keys as `press` with a journal does, and answers what is asked about people, too.
@discardableResult
func press(_ keys: String, in state: inout State, _ people: MadeUpPeople) throws -> [Effect] {
  let parts = keys.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
  let file = parts.map { index, part in
    if index % 2 == 1 { return "\"\(part)\"" }
    return part.split { $0 == " " || $0 == "\n" }.map { $0.hasPrefix("<") ? String($0) : "\"\($0)\"" }
      .joined(separator: " ")
  }
  return try [Key](file: file.joined(separator: " ")).flatMap { take(update(&state, .key($0)), &state, people) }
}

@discardableResult
func take(_ effects: [Effect], _ state: inout State, _ people: MadeUpPeople) -> [Effect] {
  effects.flatMap { effect -> [Effect] in
    if case .rank = effect { return take([effect], &state, people.journal) }
    if people.see(effect) { return [] }
    guard let event = people.answer(effect) else { return [effect] }
    return take(update(&state, event), &state, people)
  }
}
