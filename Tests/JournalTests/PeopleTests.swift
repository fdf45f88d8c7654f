import Testing

@testable import Journal

/// What decisions come to.
@Suite struct PeopleTests {
  @Test func `a face is who the user said last`() {
    var script = Script()
    script.say(.name([key(1), key(2)], ada()))
    script.say(.name([key(2)], PersonReference(name: name("Bob"))))
    #expect(script.names(key(1), key(2), key(3)) == ["Ada", "Bob", nil])
    #expect(script.people.people.map(\.faces.count) == [1, 1])
  }

  @Test func `a no binds until the user says yes`() throws {
    var script = Script()
    let person = script.say(.name([key(1)], ada()))[0]
    script.say(.refuse([key(1), key(2)], ada(person)))
    var found = try #require(script.people.person(person))
    #expect(found.faces.isEmpty && found.refused == [0, 1])
    script.say(.name([key(3)], ada(person)), .rename(ada(person), to: name("Ada Byron")))
    #expect(script.people.person(person)?.refused == [0, 1])
    script.say(.name([key(2)], ada(person)))
    found = try #require(script.people.person(person))
    #expect(found.refused == [0] && found.name == name("Ada Byron"))
  }

  @Test func `two machines that name Ada mean one person, who is renamed as one`() {
    var script = Script()
    let first = script.say(.name([key(1)], ada()))[0]
    let second = script.say(.name([key(2)], PersonReference(name: name(" ada "))))[0]
    #expect(script.people.people.count == 1)
    script.say(.rename(ada(second), to: name("Ada Byron")))
    script.say(.name([key(3)], ada(first)))
    #expect(script.names(key(1), key(2), key(3)) == ["Ada Byron", "Ada Byron", "Ada Byron"])
    script.say(.name([key(4)], ada()))
    #expect(script.people.people.map(\.name.text) == ["Ada Byron", "Ada"], "that name was free again")
  }

  @Test func `who is given the name of another becomes that person, until it is undone`() {
    var script = Script()
    script.say(.name([key(1)], ada()))
    let bob = script.say(.name([key(2)], PersonReference(name: name("Bob"))))[0]
    script.say(.refuse([key(3)], PersonReference(id: bob, name: name("Bob"))))
    script.say(.rename(PersonReference(id: bob, name: name("Bob")), to: name("Ada")))
    #expect(script.people.people.map(\.faces.count) == [2])
    #expect(script.people.person(bob)?.refused == [2])
    script.undo()
    #expect(script.names(key(1), key(2)) == ["Ada", "Bob"])
    script.redo()
    #expect(script.names(key(1), key(2)) == ["Ada", "Ada"])
  }

  @Test func `faces that are one person get a name together, but for one that a no keeps away`() {
    var script = Script()
    script.say(.same([key(1), key(2)]))
    script.say(.same([key(2), key(3)]))
    script.say(.same([key(3), key(4)]))
    let person = script.say(.name([key(9)], ada()))[0]
    script.say(.different([key(4), key(9)]))
    script.say(.name([key(1)], ada(person)))
    #expect(script.names(key(1), key(2), key(3), key(4)) == ["Ada", "Ada", "Ada", nil])
    script.say(.name([key(2)], PersonReference(name: name("Bob"))))
    #expect(script.names(key(1), key(2), key(3)) == ["Ada", "Bob", "Ada"], "a correction is about one face")
  }

  @Test func `two faces that are one person make one person of two names`() {
    var script = Script()
    script.say(.name([key(1), key(2)], ada()))
    script.say(.name([key(3)], PersonReference(name: name("Bob"))))
    script.say(.same([key(3), key(1)]))
    #expect(script.names(key(1), key(2), key(3)) == ["Ada", "Ada", "Ada"])
    script.say(.different([key(1), key(3)]))
    #expect(script.names(key(1), key(2), key(3)) == ["Ada", "Ada", nil])
  }

  @Test func `an ignored face is nobody until it is named`() {
    var script = Script()
    let person = script.say(.name([key(1)], ada()))[0]
    script.say(.ignore([key(1)]))
    #expect(script.names(key(1)) == [nil] && script.people.faces[0].isIgnored)
    script.say(.name([key(1)], ada(person)))
    #expect(script.names(key(1)) == ["Ada"] && !script.people.faces[0].isIgnored)
    script.say(.hide(ada(person)))
    #expect(script.people.person(person)?.isHidden == true)
    script.say(.show(ada(person)))
    #expect(script.people.person(person)?.isHidden == false)
  }

  @Test func `a face is the same with another pack's box, in a copy with other metadata, and turned`() {
    var script = Script()
    script.say(.name([key(1, pixels: 7)], ada()))
    #expect(script.names(key(1, shift: 0.03), key(1, shift: 0.05)) == ["Ada", nil])
    script.say(.refuse([key(2, 1, pixels: 7)], ada()))
    #expect(script.names(key(2, 0), key(2, 0, pixels: 7)) == ["Ada", "Ada"])
    for turned in 2...8 {
      script.say(.ignore([key(10 + turned, 2, pixels: 7, turned: turned)]))
      #expect(script.names(key(10 + turned, 0, pixels: 7, turned: turned)) == ["Ada"])
    }
    #expect(script.people.faces.count == 3)
  }

  @Test func `a file that shows later that two were one photo joins what was said of both`() {
    var script = Script()
    script.say(.name([key(1)], ada()))
    script.say(.ignore([key(2, 1, pixels: 7)]))
    #expect(script.names(key(2)) == [nil])
    script.say(.ignore([key(1, 2, pixels: 7)]))
    #expect(script.names(key(2)) == ["Ada"])
  }

  @Test func `what is known of a photo's bytes and pixels says where its faces are in each file`() throws {
    var script = Script()
    script.say(.name([key(1, pixels: 7)], ada()), .ignore([key(1, 1, pixels: 7)]))
    let pixels = try #require(FaceKey.Pixels(hash: hash(7), turned: 6))
    let boxes = script.people.faces(withPixels: pixels).flatMap(\.boxes)
    #expect(boxes.first.map { $0.overlap(key(2, 0, pixels: 7, turned: 6).box) > 0.9 } == true && boxes.count == 2)
    #expect(script.people.faces(inPhoto: hash(2)).isEmpty)
    script.say(.seen(photo: hash(2), pixels))
    #expect(script.people.faces(inPhoto: hash(2)).flatMap(\.boxes) == boxes)
    #expect(History(script.journal).nextUndo.count == 2, "what was seen is not undone")
    #expect(script.names(key(2, 0, turned: 6)) == ["Ada"])
  }

  @Test func `a person whose first entry was lost is taken from the next`() {
    var script = Script()
    let person = script.say(.name([key(1)], ada()))[0]
    script.say(.name([key(2)], ada(person)))
    script.say(.undo([person]))
    #expect(script.names(key(1), key(2)) == [nil, "Ada"])
    #expect(script.people.person(person)?.id == person)
  }

  @Test func `names are text in one line`() {
    #expect(PersonName("  Ada \n Byron\u{7}") == name("Ada Byron"))
    #expect(PersonName(" \n") == nil && PersonName(String(repeating: "a", count: 201)) == nil)
    #expect(name("ÉVA").folded == name("e\u{301}va").folded)
  }
}
