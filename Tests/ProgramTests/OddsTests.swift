import Foundation
import Testing

/// What scores mean, without a terminal.
@Suite struct OddsCommandTests {
  let program: Program

  init() throws { program = try Program() }

  private func find(_ arguments: String...) throws -> Program.Outcome {
    let query = Program.drawn.appending(path: "2019/beach_alf.jpg").path
    return try program.run(executable: Program.executable, ["find", "--query", query, Program.drawn.path] + arguments)
  }

  @Test func `find tells the odds where they are asked for`() throws {
    let plain = try find("--format", "tsv").lines[0]
    #expect(!plain.contains("chance_of_error"))
    let odds = try find("--odds", "--top", "40", "--format", "jsonl")
    #expect(odds.status == 0, "\(odds.errors)")
    let rows = try odds.lines.map { try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
    #expect(rows[0]["chance_of_error"] is NSNull, "of the query")
    let candidates = rows.filter { $0["chance_of_error"] is Double }.compactMap { row -> (Double, Double)? in
      guard let score = row["score"] as? Double, let chance = row["chance_of_error"] as? Double,
        (row["quality"] as? Double ?? 0) >= 0.75
      else { return nil }
      return (score, chance)
    }
    #expect(candidates.count > 5 && candidates.allSatisfy { (0...1).contains($0.1) })
    #expect(candidates.map(\.1) == candidates.map(\.1).sorted(), "they fall with the score")
    #expect(try find("--odds", "--format", "tsv").lines[0] == plain + "\tchance_of_error")
  }

  @Test func `a threshold may be a word for odds`() throws {
    let counts = try ["safe", "balanced", "everything"].map { word in
      let found = try find("--threshold", word, "--exclude-query")
      #expect(found.status == 0, "\(found.errors)")
      return found.lines.count
    }
    #expect(counts == counts.sorted() && counts[0] > 1)
    let unknown = try find("--threshold", "sure")
    #expect(unknown.status == 2 && unknown.errors.contains("--threshold"))
    #expect(try find("--threshold", "1.5").errors.contains("--threshold must be between -1 and 1"))
  }
}
