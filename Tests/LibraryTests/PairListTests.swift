import PathText
import SystemPackage
import Testing

@testable import Library

@Suite struct `Lists of pairs` {
  private func list(_ text: String) throws -> PairList { try PairList(Array(text.utf8), name: "pairs.txt") }

  private func reason(_ text: String) -> String {
    do {
      _ = try list(text)
      return ""
    } catch { return "\(error)" }
  }

  @Test func `lines of two paths and a label`() throws {
    let list = try list("\u{FEFF}a/1.jpg  b/2.jpg 1\r\n\n a/1.jpg\t/x/3.jpg 0")
    #expect(
      list.pairs == [
        PairList.Pair(line: 1, first: "a/1.jpg", second: "b/2.jpg", isSame: true),
        PairList.Pair(line: 3, first: "a/1.jpg", second: "/x/3.jpg", isSame: false),
      ])
    #expect(!list.hasOwnFolds)
  }

  @Test func `LFW's own list with its folds`() throws {
    let list = try list("2\t1\nAnn\t1\t23\nAnn\t2\tBob\t1\nCid\t3\t12345\nBob\t4\tCid\t5\n")
    #expect(list.pairs.map(\.isSame) == [true, false, true, false])
    #expect(list.pairs.map(\.line) == [2, 3, 4, 5])
    #expect(list.pairs[0].first == "Ann/Ann_0001.jpg" && list.pairs[0].second == "Ann/Ann_0023.jpg")
    #expect(list.pairs[1].first == "Ann/Ann_0002.jpg" && list.pairs[1].second == "Bob/Bob_0001.jpg")
    #expect(list.pairs[2].second == "Cid/Cid_12345.jpg")
    #expect(list.folds == [0, 0, 1, 1] && list.hasOwnFolds)
  }

  @Test func `LFW's development lists have a number and no folds`() throws {
    let list = try list("2\nAnn 1 2\nBob 1 2\nAnn 1 Bob 1\nAnn 2 Bob 2\n")
    #expect(list.pairs.count == 4 && !list.hasOwnFolds)
  }

  @Test func `without folds, tenths of each kind belong together in whatever order the kinds come`() throws {
    let same = (0..<20).map { "s\($0) t\($0) 1" }
    let different = (0..<30).map { "d\($0) e\($0) 0" }
    let sorted = try list((same + different).joined(separator: "\n"))
    let tenths = (0..<20).map { $0 / 2 }
    #expect(sorted.folds == tenths + (0..<30).map { $0 / 3 })
    let parts = (0..<10).map { part -> [String] in
      Array(same[part * 2..<part * 2 + 2]) + Array(different[part * 3..<part * 3 + 3])
    }
    let mixed = try list(parts.joined().joined(separator: "\n"))
    #expect(mixed.folds == (0..<50).map { $0 / 5 })
  }

  @Test func `names keep their bytes`() throws {
    let bytes: [UInt8] = [0xE9, 0x2F, 0x31, 0x20, 0x62, 0x20, 0x31, 10]
    let pairs = try PairList(bytes, name: "pairs.txt").pairs
    #expect(pairs[0].first == FilePath(bytes: [0xE9, 0x2F, 0x31]) && pairs[0].second == "b")
    let lfw = try PairList(Array("1\n".utf8) + [0xE9] + Array(" 1 2\n".utf8), name: "pairs.txt").pairs
    #expect(lfw[0].first == FilePath(bytes: [0xE9, 0x2F, 0xE9] + Array("_0001.jpg".utf8)))
  }

  @Test func `errors name the line`() {
    #expect(reason("a b 1\na b\n") == "pairs.txt: line 2, “a b”, is not of the form path path label (label 1 or 0)")
    #expect(reason("a b 1\n\na b 2\n").contains("line 3"))
    #expect(reason("a b c 1\n").contains("line 1"))
    #expect(reason("1 1\nAnn 1 2\nAnn x Bob 1\n").contains("line 3, “Ann x Bob 1”, is not of the form name i j or"))
    #expect(reason("1 1\nAnn 1 -2\nAnn 1 Bob 1\n").contains("line 2"))
    #expect(reason("1 1\nAnn 1 99999999999999999999\nAnn 1 Bob 1\n").contains("line 2"))
    #expect(reason("10 300\nAnn 1 2\n").contains("line 1 promises 10 folds of 300 pairs of one person"))
    #expect(reason("9223372036854775807 9223372036854775807\nAnn 1 2\n").contains("promises"))
    #expect(reason("") == "pairs.txt: has no pairs" && reason("2\n") == "pairs.txt: has no pairs")
    #expect(throws: LibraryError.self) { try PairList([0xFF, 0xFE, 0x20, 0x00], name: "pairs.txt") }
    #expect(throws: LibraryError.self) { try PairList(file: "/nowhere/pairs.txt") }
  }
}
