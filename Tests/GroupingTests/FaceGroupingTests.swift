import Search
import Synchronization
import Testing

@testable import Grouping

@Suite struct `Groups of faces` {
  private func groups(
    _ made: MadeUpFaces, apart: [FacePair] = [], together: [FacePair] = [], after previous: FaceGroups = .none,
    neighbours: Int = 32
  ) throws -> FaceGroups {
    var grouping = FaceGrouping(MadeUpFaces.rule)
    grouping.neighbours = neighbours
    return try #require(
      grouping.groups(of: made.faces, in: made.matrix, apart: apart, together: together, after: previous))
  }

  private func partition(_ groups: FaceGroups) -> [[FaceKey]] { groups.groups.map(\.faces).sorted { $0[0] < $1[0] } }

  // MARK: - What they are

  @Test(arguments: 1...12)
  func `are those of average linkage over all pairs`(seed: UInt64) throws {
    var made = MadeUpFaces(people: 9, photos: 60, seed: seed)
    let apart = made.pairs(40)
    let slow = SlowGrouping(made: made, rule: MadeUpFaces.rule, apart: apart).groups()
    #expect(try partition(groups(made, apart: apart)) == slow)
    #expect(slow.count > 3)
  }

  @Test(arguments: 1...8)
  func `never hold two faces of a photo nor break a "no", and hang together by strict links`(seed: UInt64) throws {
    var made = MadeUpFaces(people: 6, photos: 150, spread: 0.35, poorShare: 20, seed: seed)
    let apart = made.pairs(300)
    let found = try groups(made, apart: apart)
    #expect(found.groups.count > 3)
    for group in found.groups {
      #expect(Set(group.faces.map(made.photo)).count == group.faces.count)
      #expect(
        !apart.contains { group.faces.contains($0.first) && group.faces.contains($0.second) && $0.first != $0.second })
      #expect(isLinked(group.faces, made))
    }
    let all = found.groups.flatMap(\.faces) + found.alone
    #expect(all.sorted() == made.faces.map(\.key).sorted())
  }

  /// Whether each face can be reached from the others over links between sufficient faces, one that is not by one link.
  private func isLinked(_ faces: [FaceKey], _ made: MadeUpFaces) -> Bool {
    let strict = MadeUpFaces.rule.link - 1e-5
    let sufficient = faces.filter(made.isSufficient)
    var reached = Set(sufficient.prefix(1))
    var open = Array(reached)
    while let face = open.popLast() {
      let next = sufficient.filter { !reached.contains($0) && made.score(face, $0) >= strict }
      reached.formUnion(next)
      open += next
    }
    let leaves = faces.filter { !made.isSufficient($0) }
    return reached.count == sufficient.count
      && leaves.allSatisfy { leaf in sufficient.contains { made.score(leaf, $0) >= strict } }
  }

  @Test(arguments: 1...4)
  func `are the same in whichever order the faces come`(seed: UInt64) throws {
    var made = MadeUpFaces(people: 7, photos: 120, seed: seed)
    let apart = made.pairs(30)
    let together = made.pairs(10)
    let found = try groups(made, apart: apart, together: together)
    var random = Random(state: seed)
    for _ in 0..<3 {
      let order = Array(made.faces.indices).shuffled(using: &random)
      let photos = (0..<1000).shuffled(using: &random)
      let shuffled = order.enumerated().map { place, index in
        var face = made.faces[index]
        (face.row, face.photo) = (place, photos[face.photo])
        return face
      }
      let matrix = EmbeddingMatrix(parts: order.map { made.rows[$0] }, dimensions: 12)
      let again = FaceGrouping(MadeUpFaces.rule, threads: 1).groups(
        of: shuffled, in: matrix, apart: apart.shuffled(using: &random),
        together: together.reversed().map { FacePair($0.second, $0.first) })
      #expect(again == found)
    }
  }

  @Test(arguments: 1...4)
  func `are the same where few links of each face are kept`(seed: UInt64) throws {
    // Of each person a few moments with many pictures, so that the links kept are all to pictures of the same moment.
    var made = MadeUpFaces(people: 1, photos: 0, seed: seed)
    var random = Random(state: seed)
    for person in 0..<3 {
      let centre = random.unit(32)
      for moment in 0..<4 {
        let noise = random.unit(32)
        for picture in 0..<12 {
          let own = random.unit(32)
          let face = zip(centre, zip(noise, own)).map { $0 + 0.5 * $1.0 + 0.05 * $1.1 }
          made.add(unit(face), photo: 100 * person + 20 * moment + picture, number: 1)
        }
      }
    }
    let few = try groups(made, neighbours: 3)
    #expect(few.groups.map(\.faces.count) == [48, 48, 48])
    #expect(try few == groups(made, neighbours: 1000))
  }

  // MARK: - What keeps them apart and together

  /// Two people whose faces score 0.8 with each other, 0 with those of the other; a face in between scores 0.6 with both.
  private func bridge(isSufficient: Bool) -> MadeUpFaces {
    var made = MadeUpFaces(people: 1, photos: 0, seed: 1)
    for photo in 0..<4 {
      let own = unit((0..<8).map { $0 == 2 + photo ? 0.5 : 0 })
      made.add(unit(zip([1, 0, 0, 0, 0, 0, 0, 0], own).map { $0 + 0.5 * $1 }), photo: photo, number: 1)
      made.add(unit(zip([0, 1, 0, 0, 0, 0, 0, 0], own).map { $0 + 0.5 * $1 }), photo: 10 + photo, number: 1)
    }
    made.add(unit([0.7, 0.69, 0, 0, 0, 0, 0.1, 0]), photo: 20, number: 1, isSufficient: isSufficient)
    return made
  }

  @Test(arguments: [true, false])
  func `are not chained by a face that is like two`(isSufficient: Bool) throws {
    let found = try groups(bridge(isSufficient: isSufficient))
    #expect(found.groups.map(\.faces.count) == [5, 4])
  }

  @Test func `do not arise from faces that tell too little`() throws {
    var made = MadeUpFaces(people: 1, photos: 0, seed: 1)
    for photo in 0..<4 { made.add([1, 0, 0, 0], photo: photo, number: 1, isSufficient: false) }
    #expect(try groups(made).groups.isEmpty)
    made.add([1, 0, 0, 0], photo: 4, number: 1)
    made.add([1, 0, 0, 0], photo: 5, number: 1)
    #expect(try groups(made).groups.map(\.faces.count) == [6])
  }

  @Test func `take what the user has joined, but for a "no"`() throws {
    var made = MadeUpFaces(people: 1, photos: 0, seed: 1)
    // A mirror: one person twice in a photo; and a face that scores 0 with all.
    for (number, row) in [[1, 0, 0], [1, 0.01, 0], [0, 1, 0]].enumerated() {
      made.add(unit(row.map(Float.init)), photo: 1, number: number + 1)
    }
    let keys = made.faces.map(\.key)
    #expect(try groups(made).groups.isEmpty)
    #expect(try groups(made, together: [FacePair(keys[0], keys[1])]).groups.map(\.faces) == [[keys[0], keys[1]]])
    let all = [FacePair(keys[0], keys[1]), FacePair(keys[2], keys[1])]
    #expect(try groups(made, together: all).groups.map(\.faces) == [keys])
    let without = try groups(made, apart: [FacePair(keys[0], keys[1])], together: all)
    #expect(without.groups.map(\.faces.count) == [2])
  }

  @Test func `count a photo that lies in two places once`() throws {
    var made = MadeUpFaces(people: 1, photos: 0, seed: 1)
    made.add([1, 0], photo: 1, number: 1)
    let copy = GroupableFace(key: made.faces[0].key, photo: 2, isSufficient: true, row: 0)
    let found = FaceGrouping(MadeUpFaces.rule).groups(of: made.faces + [copy], in: made.matrix)
    #expect(found == FaceGroups(groups: [], alone: [made.faces[0].key]))
  }

  // MARK: - New photos

  @Test(arguments: 1...6)
  func `only grow with new photos, and keep their ids`(seed: UInt64) throws {
    let made = MadeUpFaces(people: 8, photos: 160, seed: seed)
    var before = made
    before.keep { $0.photo % 2 == 0 }
    let first = try groups(before)
    let second = try groups(made, after: first)
    for group in first.groups {
      let now = try #require(second.groups.first { $0.id == group.id })
      #expect(Set(group.faces).isSubset(of: now.faces))
    }
    #expect(second.groups.flatMap(\.faces).count > first.groups.flatMap(\.faces).count)
    #expect(Set(second.groups.map(\.id)).count == second.groups.count)
    for group in second.groups { #expect(Set(group.faces.map(made.photo)).count == group.faces.count) }
    // Nothing new changes nothing.
    #expect(try groups(made, after: second) == second)
  }

  @Test func `without some of their faces go on`() throws {
    let made = MadeUpFaces(people: 4, photos: 80, seed: 3)
    let found = try groups(made)
    let group = found.groups[0]
    var left = made
    left.keep { $0.key != group.id && $0.key != group.faces[1] }
    let now = try groups(left, after: found)
    let same = try #require(now.groups.first { $0.id == group.id })
    #expect(same.faces == group.faces.filter { $0 != group.id && $0 != group.faces[1] })
  }

  @Test func `are found anew where a "no" has come between their faces`() throws {
    let made = MadeUpFaces(people: 4, photos: 80, seed: 3)
    let found = try groups(made)
    let group = found.groups[0]
    let apart = [FacePair(group.faces[0], group.faces[1])]
    let now = try groups(made, apart: apart, after: found)
    #expect(!now.groups.contains { $0.faces.contains(group.faces[0]) && $0.faces.contains(group.faces[1]) })
    #expect(now.groups.contains { $0.faces.count >= group.faces.count / 2 && Set($0.faces).isSubset(of: group.faces) })
    #expect(Set(found.groups.dropFirst().map(\.id)).isSubset(of: now.groups.map(\.id)))
  }

  // MARK: - Bounds

  @Test func `there are none without faces, and none once that is cancelled`() throws {
    let nothing = FaceGrouping(MadeUpFaces.rule).groups(of: [], in: EmbeddingMatrix())
    #expect(nothing == FaceGroups.none)
    let made = MadeUpFaces(people: 3, photos: 30, seed: 1)
    #expect(FaceGrouping(MadeUpFaces.rule).groups(of: made.faces, in: made.matrix) { true } == nil)
  }

  @Test func `hold no embedding that is no number`() throws {
    var made = MadeUpFaces(people: 1, photos: 0, seed: 1)
    for photo in 0..<3 { made.add([.nan, 1], photo: photo, number: 1) }
    for photo in 3..<6 { made.add([0, 0], photo: photo, number: 1) }
    for photo in 6..<8 { made.add([1, 0], photo: photo, number: 1) }
    #expect(try groups(made).groups.map(\.faces.count) == [2])
  }
}
