import Dispatch
import Synchronization
import Testing

@testable import Inference

struct ScratchTests {
  private static let float = MemoryLayout<Float>.stride

  @Test func `sessions that share their memory give what they give alone`() throws {
    let model = try Model(path: Paths.model("detector"))
    let scratch = Scratch()
    for (width, height) in [(64, 96), (160, 128), (96, 64), (160, 128)] {
      let shape = [1, 3, height, width]
      let image = ["image": Generator.smooth(seed: 5, shape: shape)]
      let alone = try Session(model, shapes: ["image": shape]).run(image)
      #expect(try Session(model, shapes: ["image": shape], scratch: scratch).run(image) == alone)
    }
  }

  @Test func `sessions on many threads do not disturb each other`() throws {
    let model = try Model(path: Paths.model("recognizer"))
    let image = ["image": Generator.smooth(seed: 9, shape: [1, 3, 112, 112])]
    let first = try Session(model, shapes: ["image": [1, 3, 112, 112]])
    let expected = try first.run(image)
    // Room for two of the four at a time.
    let scratch = Scratch(mostBytes: first.activationBytes * 5 / 2)
    let equal = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      guard let session = try? Session(model, shapes: ["image": [1, 3, 112, 112]], scratch: scratch) else { return }
      for _ in 0..<5 where (try? session.run(image)) == expected { equal.add(1, ordering: .relaxed) }
    }
    #expect(equal.load(ordering: .relaxed) == 20)
  }

  @Test func `no more is lent than the limit, and more than that to one alone`() {
    let scratch = Scratch(mostBytes: 1000 * Self.float)
    let lent = Mutex((now: 0, most: 0, large: 0))
    DispatchQueue.concurrentPerform(iterations: 60) { index in
      let count = [300, 400, 700, 1500][index % 4]
      scratch.borrow(count) { buffer in
        lent.withLock { lent in
          if count > 1000, lent.now > 0 { lent.large += 1 }
          lent.now += count
          if count <= 1000 { lent.most = max(lent.most, lent.now) }
        }
        for place in 0..<count { buffer.pointer[place] = Float(count) }
        lent.withLock { $0.now -= count }
      }
    }
    let result = lent.withLock { $0 }
    #expect(result.now == 0 && result.most <= 1000 && result.large == 0, "\(result)")
  }

  @Test func `memory is used again`() {
    let scratch = Scratch()
    let first = scratch.borrow(1000) { $0.pointer }
    #expect(scratch.borrow(900) { $0.pointer } == first)
    scratch.borrow(1000) { outer in
      scratch.borrow(1000) { #expect($0.pointer != outer.pointer) }
    }
  }
}
